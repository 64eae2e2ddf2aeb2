using System.CommandLine;
using System.Text;
using Sluice.Cells;
using Sluice.Learn.Teaching;
using Sluice.Tasks.Registry;

namespace Sluice.Cli;

/// <summary>Scripts for shells: after each command the words that may follow, after some options their values, and files everywhere else.</summary>
internal static class CompletionScript
{
    /// <summary>For bash.</summary>
    public static string Bash(RootCommand root) => $$"""
        _sluice() {
          local word=${COMP_WORDS[COMP_CWORD]} path="" words="" i
          for ((i = 1; i < COMP_CWORD; i++)); do
            case "$path ${COMP_WORDS[i]}" in
        {{Cases(root, "      ", path => $"\"{path}\") path=\"{path}\" ;;")}}
            esac
          done
          case "$path ${COMP_WORDS[COMP_CWORD-1]}" in
        {{Values(root, "    ", (path, option, values) => $"\"{path} {option}\") words=\"{values}\" ;;")}}
          esac
          if [[ -z $words ]]; then
            case "$path" in
        {{Words(root, "      ", (path, options, commands) => $"\"{path}\") if [[ $word == -* ]]; then words=\"{options}\"; else words=\"{commands}\"; fi ;;")}}
            esac
          fi
          COMPREPLY=($(compgen -W "$words" -- "$word"))
          [[ $word == -* ]] || COMPREPLY+=($(compgen -f -- "$word"))
        }
        complete -o filenames -F _sluice sluice

        """.Replace("\r", "");

    /// <summary>For zsh.</summary>
    public static string Zsh(RootCommand root) => $$"""
        _sluice() {
          local word=${words[CURRENT]} before=${words[CURRENT-1]} sluice_path="" i
          local -a found
          for ((i = 2; i < CURRENT; i++)); do
            case "$sluice_path ${words[i]}" in
        {{Cases(root, "      ", path => $"(\"{path}\") sluice_path=\"{path}\" ;;")}}
            esac
          done
          case "$sluice_path $before" in
        {{Values(root, "    ", (path, option, values) => $"(\"{path} {option}\") found=({values}) ;;")}}
          esac
          if (( ! ${#found} )); then
            case "$sluice_path" in
        {{Words(root, "      ", (path, options, commands) => $"(\"{path}\") if [[ $word == -* ]]; then found=({options}); else found=({commands}); fi ;;")}}
            esac
          fi
          compadd -- $found
          [[ $word == -* ]] || _files
        }
        compdef _sluice sluice

        """.Replace("\r", "");

    /// <summary>For fish.</summary>
    public static string Fish(RootCommand root)
    {
        var text = new StringBuilder("""
            function __sluice_path
              set -l found
              for word in (commandline -opc)[2..-1]
                contains -- (string join ' ' $found $word) $__sluice_paths; and set -a found $word
              end
              string join ' ' $found
            end
            function __sluice_at
              test (__sluice_path) = "$argv"
            end
            """.Replace("\r", "")).Append('\n');
        text.Append($"set -g __sluice_paths {string.Join(' ', All(root).Where(c => Key(c).Length > 0).Select(c => $"'{Key(c).Trim()}'"))}\n");
        foreach (var command in All(root))
        {
            string at = $"complete -c sluice -n '__sluice_at \"{Key(command).Trim()}\"'";
            foreach (var below in command.Subcommands.Where(c => !c.Hidden))
                text.Append($"{at} -a {below.Name} -d {Quote(below.Description, "'", "\\'")}\n");
            if (ArgumentsOf(command) is { Length: > 0 } values) text.Append($"{at} -a '{values}'\n");
            foreach (var option in GroupedHelp.OptionsOf(command))
                text.Append($"{at} -l {option.Name.TrimStart('-')}{(GroupedHelp.IsFlag(option) ? "" : " -r")}{(ValuesOf(option) is { Length: > 0 } words ? $" -a '{words}'" : "")} -d {Quote(option.Description, "'", "\\'")}\n");
        }

        return text.ToString();
    }

    /// <summary>For PowerShell.</summary>
    public static string PowerShell(RootCommand root) => $$"""
        Register-ArgumentCompleter -Native -CommandName sluice -ScriptBlock {
          param($word, $ast, $position)
          $commands = @{
        {{Words(root, "    ", (path, options, commands) => $"'{path}' = '{commands}|{options}'")}}
          }
          $values = @{
        {{Values(root, "    ", (path, option, values) => $"'{path} {option}' = '{values}'")}}
          }
          $path = ''; $before = ''
          foreach ($element in $ast.CommandElements | Select-Object -Skip 1) {
            $text = "$element"
            if ($element.Extent.EndOffset -ge $position -and $text -eq $word) { break }
            if ($commands.ContainsKey("$path $text")) { $path = "$path $text" }
            $before = $text
          }
          $lists = $commands[$path] -split '\|'
          $found = if ($values.ContainsKey("$path $before")) { $values["$path $before"] } elseif ($word.StartsWith('-')) { $lists[1] } else { $lists[0] }
          $found -split ' ' | Where-Object { $_ -and $_.StartsWith($word) } |
            ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }

        """.Replace("\r", "");

    /// <summary>Every command that help shows, those above before those below.</summary>
    private static IEnumerable<Command> All(Command command) => command.Subcommands.Where(c => !c.Hidden).SelectMany(All).Prepend(command);

    /// <summary>The words of a command after the name of the program, each with a space before it.</summary>
    private static string Key(Command command) => GroupedHelp.Path(command)["sluice".Length..];

    private static string Cases(RootCommand root, string indent, Func<string, string> line)
        => Lines(All(root).Select(Key).Where(k => k.Length > 0).Select(line), indent);

    private static string Words(RootCommand root, string indent, Func<string, string, string, string> line)
        => Lines(All(root).Select(c => line(
            Key(c), Join(GroupedHelp.OptionsOf(c).Select(o => o.Name)),
            Join([.. c.Subcommands.Where(s => !s.Hidden).Select(s => s.Name), ArgumentsOf(c)]))), indent);

    private static string Values(RootCommand root, string indent, Func<string, string, string, string> line)
        => Lines(
            All(root).SelectMany(c => GroupedHelp.OptionsOf(c).Where(o => ValuesOf(o).Length > 0).Select(o => line(Key(c), o.Name, ValuesOf(o)))),
            indent);

    /// <summary>The values of an option, where they are few: words alone, which no shell takes apart.</summary>
    private static string ValuesOf(Option option) => option.Name switch
    {
        "--task" => Join(TaskRegistry.All.Select(t => t.Name)),
        "--cell" => Join(Catalog.Names),
        _ => Join(OptionGroup.Of(option).Choices),
    };

    /// <summary>The words that an argument may be, where they are known.</summary>
    private static string ArgumentsOf(Command command) => command.Name switch
    {
        "sample" => Join(TaskRegistry.All.Select(t => t.SampleData?.Name).OfType<string>()),
        "teach" => Join(Stories.Names),
        "completion" => "bash zsh fish powershell",
        _ => command.Arguments.Any(a => a.Name == "model") ? "last" : "",
    };

    private static string Join(IEnumerable<string> words) => string.Join(' ', words.Where(w => w.Length > 0));

    private static string Lines(IEnumerable<string> lines, string indent) => string.Join('\n', lines.Select(l => indent + l));

    private static string Quote(string? text, string mark, string escaped)
        => mark + (text ?? "").Replace("\\", "\\\\").Replace(mark, escaped).Replace("\r", "").Replace("\n", " ") + mark;
}
