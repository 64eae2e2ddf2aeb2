using System.Globalization;
using Sluice.Learn.Teaching;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Stories.All["lstm"](Console.Out);

