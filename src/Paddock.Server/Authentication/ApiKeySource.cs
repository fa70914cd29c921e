using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Core;
using Paddock.Server.Hosting;

namespace Paddock.Server.Authentication;

/// <summary>Finds the keys: in <c>PADDOCK_API_KEYS</c>, else in the data folder, else makes one.</summary>
internal sealed class ApiKeySource(IConfiguration configuration, IOptions<ServerOptions> options, TimeProvider time)
{
    private const string Variable = "PADDOCK_API_KEYS";
    private const int MinKeyLength = 8;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Where the hash of a made key is kept.</summary>
    public string FilePath { get; } = Path.GetFullPath(Path.Combine(options.Value.DataDirectory, "api-keys.json"));

    /// <summary>Loads the keys. A made one is not stored before <see cref="Save"/>, so that a failed start loses none.</summary>
    /// <exception cref="StartupException">There are keys, but they cannot be used.</exception>
    public ApiKeyRing Load()
    {
        if (configuration[Variable] is { } configured && !string.IsNullOrWhiteSpace(configured))
        {
            return FromVariable(configured);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!, OwnerOnly | UnixFileMode.UserExecute);
            return File.Exists(FilePath) ? FromFile() : Make();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"cannot read {FilePath}: {e.Message}; give another folder with --data, or set {Variable}", e);
        }
    }

    /// <summary>Stores the hashes of <paramref name="keys"/>, readable by the owner only.</summary>
    /// <exception cref="StartupException">They cannot be stored.</exception>
    public void Save(ApiKeyRing keys)
    {
        ApiKeyFile content = new() { Sha256 = [.. keys.Hashes.Select(Convert.ToHexStringLower)] };
        string partial = $"{FilePath}.{Environment.ProcessId}";
        try
        {
            using (FileStream file = new(partial, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = OwnerOnly,
            }))
            {
                JsonSerializer.Serialize(file, content, ApiKeyFileJsonContext.Default.ApiKeyFile);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, FilePath, overwrite: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"cannot write {FilePath}: {e.Message}; give another folder with --data, or set {Variable}", e);
        }
    }

    private static ApiKeyRing FromVariable(string configured)
    {
        string[] keys = configured.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int tooShort = Array.FindIndex(keys, static key => key.Length < MinKeyLength);
        if (keys.Length == 0 || tooShort >= 0)
        {
            throw new StartupException(keys.Length == 0
                ? $"{Variable} has no key in it; give keys of at least {MinKeyLength} characters, separated by commas"
                : $"key {tooShort + 1} in {Variable} has {keys[tooShort].Length} characters, but a key must have at least {MinKeyLength}; `openssl rand -hex 16` makes a good one");
        }

        return new ApiKeyRing(keys.Select(ApiKeyRing.Hash), isConfigured: true, newKey: null);
    }

    private ApiKeyRing FromFile()
    {
        try
        {
            using FileStream file = File.OpenRead(FilePath);
            List<byte[]> hashes = [];
            foreach (string? text in JsonSerializer.Deserialize(file, ApiKeyFileJsonContext.Default.ApiKeyFile)?.Sha256 ?? [])
            {
                byte[] hash = new byte[SHA256.HashSizeInBytes];
                if (text is null || Convert.FromHexString(text, hash, out _, out int length) != OperationStatus.Done || length != hash.Length)
                {
                    throw Broken(null);
                }

                hashes.Add(hash);
            }

            return hashes.Count > 0 ? new ApiKeyRing(hashes, isConfigured: false, newKey: null) : throw Broken(null);
        }
        catch (JsonException e)
        {
            throw Broken(e);
        }
    }

    private StartupException Broken(JsonException? error) =>
        new($"{FilePath} is not a list of hashes that this server wrote; delete it to get a new key at the next start", error!);

    private ApiKeyRing Make()
    {
        string key = ApiKeyFormat.Create(time.GetUtcNow());
        return new ApiKeyRing([ApiKeyRing.Hash(key)], isConfigured: false, newKey: key);
    }
}
