using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paddock.Client.Errors;

namespace Paddock.Client.Http;

/// <summary>Sends calls: tries, waits, tries again, and turns what comes back into a value or an exception.</summary>
internal sealed class Transport(HttpClient http, ClientSettings settings)
{
    // What a call takes beside its code: waiting for a free cell, and the way there and back.
    private const long OverheadSeconds = 30;

    // far above what any server allows; a timer cannot count everything a request may say
    private const long LongestExecutionSeconds = 86_400;

    private static readonly ProductInfoHeaderValue _product = new("paddock-dotnet", ReadVersion());

    private readonly AuthenticationHeaderValue _authorization = new("Bearer", settings.ApiKey);

    /// <summary>The clock that pauses go by.</summary>
    public TimeProvider Time => settings.Time;

    /// <summary>Sends a call and reads its answer.</summary>
    /// <exception cref="PaddockException">There is no good answer, after as many tries as are allowed.</exception>
    public async Task<T> SendAsync<T>(ApiCall call, JsonTypeInfo<T> type, RequestOptions? options, CancellationToken cancellationToken)
        where T : class => Read(await SendAsync(call, options, cancellationToken).ConfigureAwait(false), type);

    /// <summary>Sends a call whose answer is plain text in UTF-8.</summary>
    /// <exception cref="PaddockException">There is no good answer, after as many tries as are allowed.</exception>
    public async Task<string> SendForTextAsync(ApiCall call, RequestOptions? options, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(await SendAsync(call with { Accept = "text/plain" }, options, cancellationToken).ConfigureAwait(false));

    private async Task<byte[]> SendAsync(ApiCall call, RequestOptions? options, CancellationToken cancellationToken)
    {
        int maxRetries = ClientSettings.CheckRetries(options?.MaxRetries ?? settings.MaxRetries);
        TimeSpan timeout = ClientSettings.CheckTimeout(options?.Timeout ?? TimeoutFor(call));
        for (int retries = 0; ; retries++)
        {
            Attempt attempt = await TryAsync(call, options, timeout, cancellationToken).ConfigureAwait(false);
            if (attempt.Error is null)
            {
                return attempt.Body!;
            }

            if (!attempt.MayRetry || retries >= maxRetries)
            {
                throw attempt.Error;
            }

            TimeSpan pause = RetryPolicy.Pause(retries, attempt.RetryAfter, settings.Jitter());
            await Task.Delay(pause, settings.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Attempt> TryAsync(ApiCall call, RequestOptions? options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using CancellationTokenSource bound = new(timeout, settings.Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        try
        {
            using HttpRequestMessage request = call.ToMessage(settings.BaseUrl);
            AddHeaders(request, call, options);
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? new Attempt { Body = body } : Refused(response, body);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            string span = bound.IsCancellationRequested ? $"{timeout.TotalSeconds} s" : "the time that the HTTP client allows";
            return NoAnswer(new ConnectionTimeoutException($"{settings.BaseUrl} gave no answer within {span}", e));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return NoAnswer(new ConnectionFailedException($"no connection to {settings.BaseUrl}: {e.Message}", e));
        }
    }

    private static Attempt NoAnswer(ConnectionException error) => new() { Error = error, MayRetry = true };

    private Attempt Refused(HttpResponseMessage response, byte[] body)
    {
        TimeSpan? retryAfter = RetryPolicy.RetryAfter(response.Headers, settings.Time.GetUtcNow());
        return new Attempt
        {
            Error = FaultReader.Read(response, body, retryAfter).ToException(),
            MayRetry = RetryPolicy.MayRetry((int)response.StatusCode, response.Headers),
            RetryAfter = retryAfter,
        };
    }

    private void AddHeaders(HttpRequestMessage request, ApiCall call, RequestOptions? options)
    {
        request.Headers.Authorization = _authorization;
        request.Headers.Accept.ParseAdd(call.Accept);
        request.Headers.UserAgent.Add(_product);
        foreach ((string name, string value) in settings.Headers.Concat(options?.Headers ?? new Dictionary<string, string>()))
        {
            if (request.Headers.NonValidated.Contains(name))
            {
                request.Headers.Remove(name);
            }

            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                throw new PaddockConfigurationException($"`{name}` cannot be a header of a request; what the body is made of is not for you to say");
            }
        }
    }

    // A client that gives up on code that is still allowed to run would run it three times.
    private TimeSpan TimeoutFor(ApiCall call)
    {
        if (settings.Timeout == Timeout.InfiniteTimeSpan || call.ExecutionSeconds is not { } seconds || seconds <= 0)
        {
            return settings.Timeout;
        }

        TimeSpan needed = TimeSpan.FromSeconds(Math.Min(seconds, LongestExecutionSeconds) + OverheadSeconds);
        return needed > settings.Timeout ? needed : settings.Timeout;
    }

    private T Read<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type) ?? throw new InvalidResponseException($"{settings.BaseUrl} answered `null`: is it a Paddock server?");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidResponseException($"{settings.BaseUrl} answered something that is not of this API ({e.Message}): is it a Paddock server?", e);
        }
    }

    private static string ReadVersion() => typeof(Transport).Assembly.GetName().Version?.ToString(fieldCount: 3) ?? "0";
}
