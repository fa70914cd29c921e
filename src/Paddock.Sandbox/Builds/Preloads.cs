namespace Paddock.Sandbox.Builds;

/// <summary>Modules that take long to import and are imported often: a revision's template has them ready if its packages do.</summary>
internal static class Preloads
{
    /// <summary>In the order they are imported.</summary>
    internal static IReadOnlyList<string> Candidates { get; } =
    [
        "numpy", "pandas", "scipy", "scipy.stats", "matplotlib", "matplotlib.pyplot", "seaborn", "sklearn", "statsmodels.api", "sympy", "networkx", "pyarrow", "polars",
        "PIL.Image", "bs4", "lxml.etree", "html5lib", "plotly.graph_objects", "requests", "httpx", "aiohttp", "urllib3", "pydantic", "sqlalchemy", "openpyxl", "xlsxwriter", "docx",
        "pypdf", "nltk", "jinja2", "yaml", "dateutil.parser", "pytz", "tqdm", "tabulate", "cryptography", "boto3", "botocore", "jsonschema", "markdown", "regex", "rich", "attrs",
        "openai", "anthropic", "tiktoken", "jwt", "stripe", "shapely", "numba", "cv2",
    ];

    /// <summary>Those of the candidates that a trial has named: what it says comes from code that nobody has read.</summary>
    internal static string Known(IEnumerable<string?> named)
    {
        HashSet<string?> names = [.. named];
        return string.Join('\n', Candidates.Where(names.Contains));
    }
}
