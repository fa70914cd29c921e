using System.Globalization;
using System.Text;

namespace Paddock.Server.Metrics;

/// <summary>Writes Prometheus's text format, version 0.0.4.</summary>
internal sealed class MetricsText
{
    /// <summary>The content type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Begins a metric; its samples follow.</summary>
    public void Begin(string name, string type, string help) => _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    /// <summary>One sample. Labels are names of ours, which need no escaping.</summary>
    public void Add(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (int i = 0; i < labels.Length; i++)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? '{' : ',')}{labels[i].Name}=\"{labels[i].Value}\"");
        }

        _text.Append(CultureInfo.InvariantCulture, $"{(labels.Length == 0 ? "" : "}")} {Number(value)}\n");
    }

    /// <summary>A number as Prometheus reads it.</summary>
    public static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    public override string ToString() => _text.ToString();
}
