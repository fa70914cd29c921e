using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Paddock.Contracts;
using Paddock.Contracts.Errors;
using Paddock.Core.Grants;
using Paddock.Egress.Credentials;
using Paddock.Egress.Journal;
using Paddock.Egress.Listening;
using Paddock.Egress.Masking;
using Paddock.Egress.Policy;
using Paddock.Egress.Upstream;
using Yarp.ReverseProxy.Forwarder;

namespace Paddock.Egress.Forwarding;

/// <summary>What the door does with a request: judges it, adds the credentials, forwards it.</summary>
internal sealed partial class RequestHandler
{
    private readonly IHttpForwarder _forwarder;
    private readonly UpstreamClient _upstream;
    private readonly EgressOptions _options;
    private readonly TimeProvider _time;
    private readonly FailureExplainer _explainer;
    private readonly ForwarderRequestConfig _config;
    private readonly ForwarderRequestConfig _upgradeConfig;
    private readonly ILogger<RequestHandler> _logger;

    public RequestHandler(QuietForwarder forwarder, UpstreamClient upstream, IOptions<EgressOptions> options, TimeProvider time, ILogger<RequestHandler> logger)
    {
        _forwarder = forwarder.Forwarder;
        _upstream = upstream;
        _options = options.Value;
        _time = time;
        _explainer = new FailureExplainer(_options);
        _logger = logger;
        _config = new ForwarderRequestConfig
        {
            ActivityTimeout = TimeSpan.FromSeconds(_options.IdleTimeoutSeconds),
            AllowResponseBuffering = false,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        _upgradeConfig = _config with { Version = HttpVersion.Version11 };
    }

    /// <summary>Answers <paramref name="context"/>, whose connection has the feature <see cref="DoorConnection"/>. Nothing is thrown.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (context.Features.Get<DoorConnection>() is not { } door)
        {
            // No grant, no network.
            context.Abort();
            return;
        }

        Claim claim = ReadClaim(context, door);
        Verdict verdict = door.Grant.Policy.Judge(claim);
        JournalEntry entry = door.Grant.Journal.Begin(context.Request.Method, door.IsSecure, verdict.Host.ToAuthority(door.IsSecure), verdict.Host.PathAndQuery);
        bool isAborted = false;
        try
        {
            using CancellationTokenRegistration ended = door.Grant.Ended.UnsafeRegister(static state => ((HttpContext)state!).Abort(), context);
            if ((verdict.Refusal ?? RefuseWriting(context.Request.Method, door, verdict.Host)) is { } refusal)
            {
                door.Grant.Journal.Note(refusal.Note);
                await AnswerAsync(context, StatusCodes.Status403Forbidden, refusal.Message).ConfigureAwait(false);
            }
            else
            {
                entry.Allow();
                await ForwardAsync(context, door, verdict, entry).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            // Whoever hangs up while an answer is written to it causes one of many exceptions.
            if (!context.RequestAborted.IsCancellationRequested)
            {
                // Not its message: that may quote a URL, and a credential may be in there.
                LogBroken(_logger, door.Grant.ExecutionId, error.GetType().Name, error.StackTrace);
            }

            isAborted = true;
            context.Abort();
        }
        finally
        {
            isAborted |= context.RequestAborted.IsCancellationRequested;
            int status = isAborted && !context.Response.HasStarted ? 0 : context.Response.StatusCode;
            entry.End(status);
            LogEnded(_logger, door.Grant.ExecutionId, status);
        }
    }

    /// <summary>A build runs the code of packages, and the operator's credential may be one that publishes: what it reads is all it needs.</summary>
    private static Refusal? RefuseWriting(string method, DoorConnection door, ClaimedHost host)
    {
        if (!door.Grant.Policy.IsOperators || HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
        {
            return null;
        }

        string note = $"host \"{host.ToAuthority(door.IsSecure)}\" was sent another method than GET or HEAD by a build";
        return new Refusal(note, $"{note}: builds may only read");
    }

    private static Claim ReadClaim(HttpContext context, DoorConnection door)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (HttpMethods.IsConnect(context.Request.Method) && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true, Protocol: "websocket" })
        {
            // A tunnel to anywhere is what this door is not.
            target = "";
        }

        StringValues hosts = context.Request.Headers.Host;
        string? serverName = context.Features.Get<ITlsHandshakeFeature>()?.HostName;
        return new Claim(door.IsSecure, serverName, hosts.Count == 1 ? hosts[0] : null, target, door.Dialed);
    }

    private async Task ForwardAsync(HttpContext context, DoorConnection door, Verdict verdict, JournalEntry entry)
    {
        ClaimedHost host = verdict.Host;
        string authority = host.ToAuthority(door.IsSecure);
        GrantJournal journal = door.Grant.Journal;
        bool isForOperator = door.Grant.Policy.IsOperators;
        if (_upstream.JudgeLiteral(host.Name, isForOperator) is { } kind)
        {
            await FailAsync(context, journal, authority, new Failure(StatusCodes.Status403Forbidden, UpstreamConnector.Refused(kind))).ConfigureAwait(false);
            return;
        }

        IReadOnlyList<HostCredential> credentials = verdict.Credentials;
        if (credentials.Count > 0 && !door.IsSecure && !_options.AllowCredentialsOverHttp && !isForOperator)
        {
            credentials = [];
            journal.Note($"host \"{authority}\" was asked over plain http, so without the credentials: use https, or let the operator set Egress__AllowCredentialsOverHttp");
        }

        string prefix = $"{(door.IsSecure ? "https" : "http")}://{authority}";
        if (!TryMakeTarget(prefix, host, CredentialWriter.ApplyToTarget(host.PathAndQuery, credentials), out Uri? target))
        {
            await FailAsync(context, journal, authority, new Failure(StatusCodes.Status400BadRequest, "cannot be written as a URL")).ConfigureAwait(false);
            return;
        }

        if (door.Grant.FindExit(() => _upstream.NewInvoker(isForOperator)) is not { } exit)
        {
            context.Abort();
            return;
        }

        if (context.Request.Headers.Upgrade.Count > 0 && !IsWebSocket(context.Request.Headers.Upgrade))
        {
            // What is spoken after another switch could not be judged. A server may always go on without.
            context.Request.Headers.Remove(HeaderNames.Upgrade);
            context.Features.Set<IHttpUpgradeFeature>(null);
        }

        SecretMask? mask = door.Grant.Policy.MaskOf(verdict.Credentials);
        Exchange exchange = new(context, host, door.IsSecure, credentials, mask, entry, _options.MaxResponseBytes, _time)
        {
            // The timer that ends a silence runs for longer than the read that it ends.
            LeastSilence = TimeSpan.FromSeconds(_options.IdleTimeoutSeconds) / 2,
        };
        ForwarderError error = await _forwarder.SendAsync(context, prefix, exit, ConfigFor(context), new DoorTransformer(exchange, target, _upstream)).ConfigureAwait(false);
        if (exchange.Failure is { } ours)
        {
            await FailAsync(context, journal, authority, ours).ConfigureAwait(false);
        }
        else if (error != ForwarderError.None && !exchange.IsComplete && !exchange.IsAbandoned && !IsOfTheCode(context, error))
        {
            LogFailed(_logger, error, door.Grant.ExecutionId);
            await FailAsync(context, journal, authority, _explainer.Explain(error, context.Features.Get<IForwarderErrorFeature>()?.Exception, exchange.WasSilent)).ConfigureAwait(false);
        }
    }

    internal static bool IsWebSocket(StringValues upgrade) => upgrade.Count == 1 && string.Equals(upgrade[0], "websocket", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the code hung up, or its execution is over. After that there is nobody to tell.</summary>
    private static bool IsOfTheCode(HttpContext context, ForwarderError error) => error switch
    {
        ForwarderError.RequestCanceled or ForwarderError.ResponseBodyClient or ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeRequestCanceled
            or ForwarderError.UpgradeResponseCanceled => true,
        // A response that had begun was broken off by an abort of the forwarder's, which also cancels this.
        _ => context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted,
    };

    /// <summary>The last look before it goes out: a URL must mean to the client what it meant to the policy.</summary>
    private static bool TryMakeTarget(string prefix, ClaimedHost host, string pathAndQuery, [NotNullWhen(true)] out Uri? target)
    {
        // Signatures are over paths as they were sent, so nothing is normalized.
        UriCreationOptions raw = new() { DangerousDisablePathAndQueryCanonicalization = true };
        return Uri.TryCreate(prefix + pathAndQuery, raw, out target)
            && target.UserInfo.Length == 0
            && target.Port == host.Port
            && string.Equals(target.IdnHost.Trim('[', ']'), host.Name, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Upgrades to WebSocket go over HTTP/1.1, where every server has them.</summary>
    private ForwarderRequestConfig ConfigFor(HttpContext context) =>
        context.Request.Headers.Upgrade.Count > 0 || HttpMethods.IsConnect(context.Request.Method) ? _upgradeConfig : _config;

    /// <summary>Tells the code, by the response where that can still be done.</summary>
    private static async Task FailAsync(HttpContext context, GrantJournal journal, string authority, Failure failure)
    {
        string message = $"host \"{authority}\" {failure.Reason}";
        journal.Note(message);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        await AnswerAsync(context, failure.Status, message).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(HttpContext context, int status, string message)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new Status(Failure.CodeOf(status), message), ContractsJsonContext.Relaxed.Status);
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    [LoggerMessage(EventId = 3050, EventName = "RequestEnded", Level = LogLevel.Debug, Message = "A request of execution {ExecutionId} ended with the status {Status}")]
    private static partial void LogEnded(ILogger logger, string executionId, int status);

    [LoggerMessage(EventId = 3051, EventName = "RequestFailed", Level = LogLevel.Debug, Message = "A request of execution {ExecutionId} came to nothing: {Error}")]
    private static partial void LogFailed(ILogger logger, ForwarderError error, string executionId);

    [LoggerMessage(EventId = 3052, EventName = "RequestBroken", Level = LogLevel.Error, Message = "A request of execution {ExecutionId} met an error of the server: {Exception} {StackTrace}")]
    private static partial void LogBroken(ILogger logger, string executionId, string exception, string? stackTrace);

    // Next free id: 3053; 3000 to 3049 are those of the door itself.
}
