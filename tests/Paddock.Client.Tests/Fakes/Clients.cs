namespace Paddock.Client.Tests.Fakes;

/// <summary>Clients of a <see cref="FakeServer"/>.</summary>
internal static class Clients
{
    public const string Key = "riza_key";

    public const string FunctionAnswer = """
        {"output":{"n":1},"output_status":"valid","execution":{"id":"01K","exit_code":0,"stdout":"","stderr":"","duration":2}}
        """;

    /// <summary>A client whose pauses take no time and are remembered, without a timeout unless one is given.</summary>
    public static PaddockClient Of(FakeServer server, HurriedTime? time = null, TimeSpan? timeout = null, int maxRetries = 2, double jitter = 0) => new(new PaddockClientOptions
    {
        ApiKey = Key,
        BaseUrl = new Uri("http://paddock.test"),
        HttpClient = new HttpClient(server) { Timeout = Timeout.InfiniteTimeSpan },
        Jitter = () => jitter,
        MaxRetries = maxRetries,
        Timeout = timeout ?? Timeout.InfiniteTimeSpan,
        TimeProvider = time ?? new HurriedTime(),
        Environment = static _ => null,
    });
}
