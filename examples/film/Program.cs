using System.Globalization;
using Sluice.Learn.Teaching;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Stories.All["film"](Console.Out);

