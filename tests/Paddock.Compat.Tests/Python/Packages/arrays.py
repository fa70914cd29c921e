"""numpy and scipy, whose linear algebra runs on threads that are started after the fork."""
# limits: memory=256

import threading

import numpy
import numpy.fft
import numpy.linalg


def test_arithmetic_and_selection():
    numbers = numpy.arange(12).reshape(3, 4)
    assert (numbers * 2)[1, 2] == 12 and numbers.sum(axis=0).tolist() == [12, 15, 18, 21]
    assert numbers[numbers % 2 == 0].tolist() == [0, 2, 4, 6, 8, 10]
    assert numpy.concatenate([numbers, numbers]).shape == (6, 4)


def test_a_matrix_product_that_needs_threads():
    generator = numpy.random.default_rng(1)
    a, b = generator.random((400, 400)), generator.random((400, 400))
    product = a @ b
    assert abs(product[3, 5] - sum(a[3, k] * b[k, 5] for k in range(400))) < 1e-8


def test_linear_algebra():
    matrix = numpy.random.default_rng(2).random((120, 120)) + numpy.eye(120) * 10
    right = numpy.arange(120.0)
    assert numpy.allclose(matrix @ numpy.linalg.solve(matrix, right), right)
    u, s, v = numpy.linalg.svd(matrix)
    assert numpy.allclose(u @ numpy.diag(s) @ v, matrix)
    values, vectors = numpy.linalg.eigh(matrix + matrix.T)
    assert numpy.allclose((matrix + matrix.T) @ vectors, vectors * values)
    assert numpy.allclose(numpy.linalg.inv(matrix) @ matrix, numpy.eye(120))


def test_a_fourier_transform():
    signal = numpy.sin(numpy.arange(1024) * 2 * numpy.pi * 50 / 1024)
    assert int(numpy.abs(numpy.fft.rfft(signal)).argmax()) == 50
    assert numpy.allclose(numpy.fft.ifft(numpy.fft.fft(signal)).real, signal)


def test_products_in_several_threads_at_once():
    matrix, results = numpy.random.default_rng(3).random((200, 200)), []
    expected = matrix @ matrix
    threads = [threading.Thread(target=lambda: results.append(numpy.allclose(matrix @ matrix, expected))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 4


def test_a_product_in_a_forked_child():
    import multiprocessing

    matrix = numpy.random.default_rng(4).random((300, 300))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        traces = pool.map(trace_of_square, [matrix, matrix])
    assert numpy.allclose(traces, trace_of_square(matrix))


def trace_of_square(matrix):
    return float(numpy.trace(matrix @ matrix))


def test_files_and_maps():
    numpy.save("/tmp/a.npy", numpy.arange(1000))
    numpy.savez_compressed("/tmp/a.npz", x=numpy.ones(3))
    assert numpy.load("/tmp/a.npy", mmap_mode="r")[999] == 999
    assert numpy.load("/tmp/a.npz")["x"].sum() == 3
    mapped = numpy.memmap("/tmp/map", dtype="float32", mode="w+", shape=(100,))
    mapped[:] = 1
    mapped.flush()
    numpy.savetxt("/tmp/a.csv", numpy.eye(2), delimiter=",")
    assert numpy.loadtxt("/tmp/a.csv", delimiter=",")[1, 1] == 1


def test_two_cells_draw_different_numbers():
    """The first of both; that no two cells share it is tested by the conformance suite."""
    assert numpy.random.random() != numpy.random.default_rng().random()


def test_masked_structured_and_dates():
    records = numpy.array([(1, "a"), (2, "b")], dtype=[("n", "i4"), ("s", "U1")])
    assert records["s"].tolist() == ["a", "b"]
    assert (numpy.datetime64("2024-03-01") - numpy.datetime64("2024-02-01")).astype(int) == 29
    assert numpy.ma.masked_greater([1, 5, 2], 3).sum() == 3


def test_scipy():
    import scipy.integrate
    import scipy.optimize
    import scipy.stats

    assert abs(scipy.optimize.brentq(lambda x: x * x - 2, 0, 2) - 2**0.5) < 1e-9
    assert abs(scipy.integrate.quad(numpy.exp, 0, 1)[0] - (numpy.e - 1)) < 1e-9
    assert abs(scipy.stats.norm.cdf(1.96) - 0.975) < 1e-4
