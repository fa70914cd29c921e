using System.Runtime.InteropServices;

namespace Paddock.Core.Grants;

/// <summary>A socket that was opened inside a cell's network namespace, and on which the door serves that cell.</summary>
/// <param name="Port">The port it is bound to, 1 to 65535, on every address there is.</param>
/// <param name="IsDatagram">False: a TCP socket that listens. True: a UDP socket, for name queries.</param>
/// <param name="Handle">A <c>SafeSocketHandle</c>; whoever is given it owns it.</param>
internal sealed record DoorSocket(int Port, bool IsDatagram, SafeHandle Handle);
