using System.Globalization;
using Sluice.Learn.Teaching;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Stories.Tell("apple", Console.Out);
