using System.Globalization;
using Sluice.Tasks.Teaching;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Stories.All["walk-through"](Console.Out);
