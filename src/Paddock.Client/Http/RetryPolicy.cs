using System.Globalization;
using System.Net.Http.Headers;

namespace Paddock.Client.Http;

/// <summary>What is tried again, and when: the rules of the Riza SDKs.</summary>
internal static class RetryPolicy
{
    private const double FirstPauseSeconds = 0.5;
    private const double LongestPauseSeconds = 8;

    // Up to so much of a pause is left out at random, so that callers that failed together do not come back together.
    private const double JitterShare = 0.25;

    // A server that wants to be left alone for longer is not waited for: the usual pauses apply, and then the caller is told.
    private static readonly TimeSpan _longestRetryAfter = TimeSpan.FromSeconds(60);

    /// <summary>Tells whether an answer that is not a success may be another one next time.</summary>
    public static bool MayRetry(int status, HttpResponseHeaders headers) => Value(headers, "x-should-retry") switch
    {
        "true" => true,
        "false" => false,
        _ => status is 408 or 409 or 429 or >= 500,
    };

    /// <summary>Reads <c>retry-after-ms</c>, then <c>retry-after</c> (seconds or a date).</summary>
    /// <returns>Null when there is neither, or nothing that can be read.</returns>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (Number(Value(headers, "retry-after-ms")) is { } milliseconds)
        {
            return Duration(milliseconds / 1000);
        }

        string? value = Value(headers, "retry-after");
        if (Number(value) is { } seconds)
        {
            return Duration(seconds);
        }

        return DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
            ? Duration((date - now).TotalSeconds)
            : null;
    }

    /// <summary>The pause before the next try.</summary>
    /// <param name="retries">How many tries again there were before, from 0.</param>
    /// <param name="retryAfter">What the server asks for.</param>
    /// <param name="jitter">From 0 to below 1.</param>
    public static TimeSpan Pause(int retries, TimeSpan? retryAfter, double jitter)
    {
        if (retryAfter is { } wanted && wanted > TimeSpan.Zero && wanted <= _longestRetryAfter)
        {
            return wanted;
        }

        double seconds = Math.Min(FirstPauseSeconds * Math.Pow(2, retries), LongestPauseSeconds);
        return TimeSpan.FromSeconds(seconds * (1 - (jitter * JitterShare)));
    }

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First().Trim() : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number) ? number : null;

    // No header may ask for more than a timer can count.
    private static TimeSpan Duration(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9));
}
