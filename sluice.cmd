@echo off
rem Builds the command line on first use, and after changes; then runs it.
setlocal
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
where dotnet >nul 2>nul || (echo error: the .NET 10 SDK is needed: 'dotnet' was not found. 1>&2 & exit /b 1)
dotnet run --project "%~dp0src\Sluice.Cli" -c Release -v q -- %*
exit /b %ERRORLEVEL%
