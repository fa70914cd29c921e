namespace Paddock.TestKit.Hosting;

/// <summary>What a server printed, for failures and for the tests that read it.</summary>
internal sealed class ServerOutput
{
    private readonly List<string> _lines = [];
    private readonly List<Task> _readers = [];

    public void Follow(TextReader reader) => _readers.Add(ReadAsync(reader));

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public string Tail(int count = 60) => string.Join('\n', Lines.TakeLast(count));

    public override string ToString() => string.Join('\n', Lines);

    /// <summary>Waits until the server has closed its streams, or the bound has passed.</summary>
    public async Task CompleteAsync(TimeSpan bound) => await Task.WhenAny(Task.WhenAll(_readers), Task.Delay(bound));

    private async Task ReadAsync(TextReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
