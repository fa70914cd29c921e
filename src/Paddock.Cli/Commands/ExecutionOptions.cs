using System.CommandLine;
using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Tools;

namespace Paddock.Cli.Commands;

/// <summary>What an execution gets and may do: the same for functions, scripts and tools.</summary>
internal sealed class ExecutionOptions
{
    public Option<string[]> Environment { get; } = new("--env", "-e")
    {
        HelpName = "NAME[=VALUE]",
        Description = "Environment variable of the code; without a value, the one that is set here. May be repeated",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string[]> Allow { get; } = new("--allow")
    {
        HelpName = "HOST[=CREDENTIAL]",
        Description = "Host that the code may reach, with a credential that it never sees: bearer:TOKEN, basic:USER:PASSWORD, header:NAME:VALUE, query:KEY:VALUE; "
            + "bearer-env:VARIABLE and so on take it from a variable here, bearer-secret:ID from a stored secret. May be repeated",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string[]> Files { get; } = new("--file", "-f")
    {
        HelpName = "PATH[=TARGET]",
        Description = "Text file that the code finds under /mnt/req, its working directory. May be repeated",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<long?> Timeout { get; } = NumberOption.Create("--timeout", "SECONDS", "Wall-clock time that the code may take. Default: the server's, 30", "whole seconds, such as 30");

    public Option<long?> Memory { get; } = NumberOption.Create("--memory", "MIB", "Memory that the code may use. Default: the server's, 128", "whole MiB, such as 256");

    public void AddTo(Command command)
    {
        command.Add(Environment);
        command.Add(Allow);
        command.Add(Files);
        command.Add(Timeout);
        command.Add(Memory);
    }

    /// <summary>The variables; of two with one name the last counts. Null when there is none.</summary>
    public IReadOnlyDictionary<string, string>? ReadEnvironment(Session session)
    {
        Dictionary<string, string> variables = [];
        foreach (string text in session.Parsed.GetValue(Environment) ?? [])
        {
            (string name, string value) = EnvironmentArgument.Parse(text, session.Console.Environment);
            variables[name] = value;
        }

        return variables.Count == 0 ? null : variables;
    }

    /// <summary>The same for tools, which take secrets, too.</summary>
    public IReadOnlyList<ToolEnvironmentVariable>? ReadToolEnvironment(Session session, IReadOnlyList<string> secrets)
    {
        Dictionary<string, ToolEnvironmentVariable> variables = [];
        foreach ((string name, string value) in ReadEnvironment(session) ?? new Dictionary<string, string>())
        {
            variables[name] = new ToolEnvironmentVariable { Name = name, Value = value };
        }

        foreach ((string name, string id) in secrets.Select(EnvironmentArgument.ParseSecret))
        {
            variables[name] = new ToolEnvironmentVariable { Name = name, SecretId = id };
        }

        return variables.Count == 0 ? null : [.. variables.Values];
    }

    public HttpAccess? ReadHttp(Session session)
    {
        HttpAllow[] hosts = [.. (session.Parsed.GetValue(Allow) ?? []).Select(text => AllowArgument.Parse(text, session.Console.Environment))];
        return hosts.Length == 0 ? null : new HttpAccess { Allow = hosts };
    }

    public async Task<IReadOnlyList<RequestFile>?> ReadFilesAsync(Session session, CancellationToken cancellationToken)
    {
        List<RequestFile> files = [];
        foreach (string text in session.Parsed.GetValue(Files) ?? [])
        {
            files.Add(await FileArgument.ReadAsync(text, session.Console, cancellationToken).ConfigureAwait(false));
        }

        return files.Count == 0 ? null : files;
    }

    public RequestLimits? ReadLimits(Session session)
    {
        RequestLimits limits = new() { ExecutionTimeout = session.Parsed.GetValue(Timeout), MemorySize = session.Parsed.GetValue(Memory) };
        return limits == new RequestLimits() ? null : limits;
    }
}
