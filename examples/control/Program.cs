using System.Globalization;
using Sluice.Learn.Teaching;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Stories.Tell("control", Console.Out);
