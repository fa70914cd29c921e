"""matplotlib without a display, and Pillow."""
# limits: memory=256

import io

from PIL import Image, ImageDraw, ImageFilter, ImageFont


def test_a_chart_is_saved_in_each_format():
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plot

    figure, axes = plot.subplots()
    axes.plot([1, 2, 3], [3, 1, 2], label="line")
    axes.bar([1, 2], [1, 2])
    axes.set_title(r"a title with $\sqrt{x}$")
    axes.legend()
    for kind in ("png", "svg", "pdf"):
        out = io.BytesIO()
        figure.savefig(out, format=kind)
        assert out.getvalue().startswith({"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[kind])


def test_a_chart_without_a_word_about_a_display():
    import matplotlib.pyplot as plot

    plot.hist([1, 1, 2, 3])
    plot.savefig("/tmp/chart.png", dpi=50)
    assert Image.open("/tmp/chart.png").size == (320, 240)


def test_images_are_drawn_resized_and_converted():
    image = Image.new("RGB", (200, 100), "white")
    ImageDraw.Draw(image).ellipse((10, 10, 90, 90), fill="red")
    assert image.getpixel((50, 50)) == (255, 0, 0)
    small = image.resize((20, 10)).filter(ImageFilter.BLUR).rotate(90, expand=True)
    assert small.size == (10, 20)
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP", "PDF", "JPEG2000"):
        out = io.BytesIO()
        image.save(out, kind)
        if kind != "PDF":
            assert Image.open(io.BytesIO(out.getvalue())).size == (200, 100)


def test_text_is_drawn():
    image = Image.new("L", (100, 20))
    ImageDraw.Draw(image).text((0, 0), "hello", fill=255, font=ImageFont.load_default())
    assert image.getbbox() is not None


def test_a_truetype_font():
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 20)
    assert font.getbbox("hello")[2] > 20
