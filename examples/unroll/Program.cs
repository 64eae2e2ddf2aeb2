using System.Globalization;
using Sluice.Learn.Teaching;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Stories.Tell("unroll", Console.Out);
