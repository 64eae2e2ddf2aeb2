@echo off
dotnet run --project "%~dp0src\Sluice.Cli" -c Release -v q -- %*
