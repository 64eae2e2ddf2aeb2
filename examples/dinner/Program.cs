using System.Globalization;
using Sluice.Tasks.Teaching;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var figures = Dinner.Run();
Console.WriteLine("What is for dinner? Pizza, then sushi, then waffles, then pizza again.");
Console.WriteLine();
Console.WriteLine("the last 100 of 730 evenings                                right");
Console.WriteLine($"a vote of weekday, month and late meeting                   {figures.Vote,5:P0}");
Console.WriteLine($"a recurrent net: yesterday's dinner, yesterday's prediction {figures.Recurrent,5:P0}");
Console.WriteLine($"the same net, after two weeks away                          {figures.AfterGap,5:P0}");
