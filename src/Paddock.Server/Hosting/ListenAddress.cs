using System.Globalization;
using System.Net;

namespace Paddock.Server.Hosting;

/// <summary>One address to listen on.</summary>
/// <param name="Address">The address; null stands for <c>localhost</c>, the loopback of both IP versions.</param>
/// <param name="Port">0 to 65535; 0 takes any free one.</param>
internal sealed record ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>True when only this machine can connect.</summary>
    public bool IsLoopback => Address is null || IPAddress.IsLoopback(Address);

    /// <summary>Reads addresses separated by semicolons; null when all is well, else what is wrong.</summary>
    public static string? ParseAll(string urls, out IReadOnlyList<ListenAddress> addresses)
    {
        List<ListenAddress> parsed = [];
        addresses = parsed;
        foreach (string url in urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(url, out ListenAddress? address) is { } problem)
            {
                return problem;
            }

            parsed.Add(address!);
        }

        return parsed.Count == 0 ? "there is no address to listen on" : null;
    }

    private static string? Parse(string url, out ListenAddress? address)
    {
        address = null;
        BindingAddress binding;
        try
        {
            binding = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"{url} is not of the form http://ADDRESS:PORT";
        }

        if (binding.Scheme != "http")
        {
            return $"{url} does not start with http:// (for TLS put a reverse proxy in front)";
        }

        if (binding.PathBase.Length > 0 || binding.Port > IPEndPoint.MaxPort)
        {
            return $"{url} has a path or a port above 65535";
        }

        if (binding.Host == "localhost")
        {
            address = new ListenAddress(null, binding.Port);
            return binding.Port == 0 ? $"{url}: port 0 needs an IP address, such as 127.0.0.1" : null;
        }

        if (binding.Host is "*" or "+")
        {
            address = new ListenAddress(IPAddress.IPv6Any, binding.Port);
            return null;
        }

        if (!IPAddress.TryParse(binding.Host, out IPAddress? ip))
        {
            return $"{binding.Host} is neither an IP address nor localhost nor * (all addresses)";
        }

        address = new ListenAddress(ip, binding.Port);
        return null;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Address is null
            ? string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Port}")
            : $"http://{new IPEndPoint(Address, Port)}";
}
