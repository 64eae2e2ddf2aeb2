using System.Globalization;
using Sluice.Tasks.Teaching;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Stories.All["apple"](Console.Out);
