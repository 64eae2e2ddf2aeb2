#!/usr/bin/env -S dotnet run
#:project ../src/Sluice.Tasks
#:property PublishAot=false
using Sluice.Tasks.Text;
using Sluice.Training;

// dotnet run examples/app.cs [TEXT]: learns a text, by default the README beside it, in half a minute and goes on with it.
string path = args is [var given, ..] ? given : "README.md";
var (model, data) = LanguageModel.From(File.ReadAllText(path), new LanguageModelOptions { Hidden = 64, Layers = 1, Batch = 8 });
new Trainer(data, new TrainingOptions { Epochs = 10 }).Run();
Console.WriteLine(model.Write("The ", 200, new SamplingOptions { Temperature = 0.7 }));
