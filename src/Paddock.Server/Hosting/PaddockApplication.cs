using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Paddock.Core;
using Paddock.Core.Executions;
using Paddock.Egress;
using Paddock.Server.Authentication;
using Paddock.Server.Endpoints;
using Paddock.Server.Http;
using Paddock.Server.Metrics;
using Paddock.Storage;

namespace Paddock.Server.Hosting;

/// <summary>Puts the server together.</summary>
internal static class PaddockApplication
{
    /// <summary>Builds the server; it does not listen yet.</summary>
    /// <param name="settings">Configuration that goes before all other.</param>
    /// <param name="startup">Holds back the framework's own reports of a failed start.</param>
    /// <param name="configure">Adds the sandbox.</param>
    /// <exception cref="StartupException">It must not, or cannot, be started like this.</exception>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public static WebApplication Build(
        IReadOnlyDictionary<string, string?> settings, StartupLogFilter startup, Action<WebApplicationBuilder> configure)
    {
        WebApplication app = BuildServices(settings, startup, configure);
        app.UseMiddleware<EdgeMiddleware>();
        app.MapFunctions();
        app.MapScripts();
        app.MapTools();
        app.MapSecrets();
        app.MapRuntimes();
        app.MapExecutions();
        app.MapHealth();
        app.MapMetrics();
        app.MapOpenApi();
        return app;
    }

    /// <summary>Builds what the server is made of, with every option checked.</summary>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public static WebApplication BuildServices(
        IReadOnlyDictionary<string, string?> settings, StartupLogFilter startup, Action<WebApplicationBuilder> configure)
    {
        // Empty, so that nothing but what stands here can add an address to listen on.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(PaddockApplication).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration
            .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings);
        AddLogging(builder.Logging, builder.Configuration, startup);
        AddServer(builder);
        configure(builder);
        builder.Services.AddPaddockBuilds(Environment.ProcessorCount);
        WebApplication app = builder.Build();
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        return app;
    }

    private static void AddServer(WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddPaddockCore(builder.Configuration);
        builder.Services.AddPaddockStorage(
            builder.Configuration, static services => services.GetRequiredService<IOptions<ServerOptions>>().Value.DataDirectory);
        builder.Services.AddPaddockEgress(builder.Configuration);
        builder.Services.AddOptions<ServerOptions>()
            .Bind(builder.Configuration.GetSection(ServerOptions.SectionName), static binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ServerOptions>, ServerOptionsValidator>());

        // Not from the checked options: these two are read while the host is made, and the first failure would hide all others.
        ServerOptions server = builder.Configuration.GetSection(ServerOptions.SectionName).Get<ServerOptions>() ?? new ServerOptions();
        builder.Services.Configure<KestrelServerOptions>(kestrel => KestrelSetup.Configure(kestrel, server));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(server.ShutdownTimeoutSeconds));
        builder.Services.AddOptions<KeyOptions>()
            .Bind(builder.Configuration.GetSection(KeyOptions.SectionName), static binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KeyOptions>, KeyOptionsValidator>());
        builder.Services.AddSingleton<ApiKeySource>();
        builder.Services.AddSingleton<ApiKeyRing>();
        builder.Services.AddHostedService<KeyStarter>();
        builder.Services.AddSingleton<StartupBanner>();
        builder.Services.AddSingleton<HealthReporter>();
        builder.Services.AddSingleton<MetricsReporter>();
        builder.Services.AddHostedService<OtlpExport>();
        builder.Services.AddSingleton<IProcessHeap, ProcessHeap>();
        builder.Services.AddHostedService<HeapTrim>();
        builder.Services.AddSingleton<DegradedHeader>();
        builder.Services.AddSingleton<BodyLimit>();
    }

    private static void AddLogging(ILoggingBuilder logging, ConfigurationManager configuration, StartupLogFilter startup)
    {
        // stdout is for the person who starts the server.
        logging.AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting", startup.Allows);
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", startup.Allows);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }
}
