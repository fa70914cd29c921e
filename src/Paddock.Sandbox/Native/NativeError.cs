using System.Runtime.InteropServices;

namespace Paddock.Sandbox.Native;

/// <summary>Turns errno into an exception that names the call.</summary>
internal static class NativeError
{
    internal static IOException Last(string call) => Of(call, Marshal.GetLastPInvokeError());

    internal static IOException Of(string call, int errno) => new($"{call}: {Marshal.GetPInvokeErrorMessage(errno)}");
}
