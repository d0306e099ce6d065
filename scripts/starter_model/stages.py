"""The build, stage by stage: each leaves files for the next, and is skipped once it is done."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from . import (
    acoustic_files,
    alignment,
    dataset,
    decoding_graph,
    general_english,
    kokoro,
    language_model,
    mixture,
    model_folder,
    sentences,
    sources,
    speech_archives,
    synthesis,
    training,
    transcription,
    vocabulary,
)
from .held_out import HeldOutText, held_out_text
from .network import Network
from .sentences import Texts
from .settings import Settings, WorkFolder


@dataclass(frozen=True)
class Build:
    """All that the stages share."""

    settings: Settings
    work: WorkFolder
    out: Path
    written: Sequence[Path]
    """Files of closings that people wrote."""
    held_out_files: Sequence[Path]

    @cached_property
    def held_out(self) -> HeldOutText:
        return held_out_text(self.held_out_files)

    @cached_property
    def texts(self) -> Texts:
        """All sentences, checked once more: the build ends here if a test text got in."""
        heard = transcription.load_transcripts(self.work.transcripts)
        texts = sentences.collect(
            self.written,
            [
                text
                for one in heard
                if not dataset.is_validation(f"{one.clip}.wav")
                and (text := alignment.trusted_text(one))
            ],
            self.held_out,
            per_family=self.settings.sentences_per_family,
            seed=self.settings.seed,
        )
        self.held_out.require_none_of(texts.training())
        return texts


def run(build: Build) -> None:
    """All stages, in order."""
    stages: list[Callable[[Build], None]] = [
        unpack_recordings,
        transcribe_recordings,
        synthesize_voices,
        align_human,
        align_synthetic,
        make_features,
        train_frames,
        train_sequences,
        estimate_language_model,
        build_graph,
    ]
    for stage in stages:
        name = stage.__name__
        mark = build.work.done(name)
        if mark.exists():
            print(f"{name}: done before", flush=True)
            continue
        print(f"{name} …", flush=True)
        started = time.monotonic()
        stage(build)
        mark.parent.mkdir(exist_ok=True)
        mark.write_text(f"{time.monotonic() - started:.0f} seconds\n")
        print(f"{name}: {mark.read_text().strip()}", flush=True)
    assemble(build)


def unpack_recordings(build: Build) -> None:
    """Game packages to clips."""
    for package in build.settings.packages:
        folder = sources.fetch_package(package, build.work.downloads, build.work.packages)
        clips = speech_archives.clips_of(package, folder)[: build.settings.clip_limit]
        hours = sum(
            speech_archives.write_clip(clip, build.work.clips / clip.source) for clip in clips
        )
        print(f"  {package}: {len(clips)} clips, {hours / 3600:.2f} h", flush=True)


def transcribe_recordings(build: Build) -> None:
    """Clips to texts."""
    transcription.transcribe_clips(
        sorted(build.work.clips.glob("*/*.wav")),
        build.work.transcripts,
        model=transcription.tiny_model_folder(),
        minutes=build.settings.transcribing_minutes,
        processes=build.settings.processes,
        seed=build.settings.seed,
    )


def synthesize_voices(build: Build) -> None:
    """Texts to synthetic speech."""
    lines = synthesis.choose_lines(
        build.texts,
        build.work.synthetic,
        count=build.settings.synthetic_sentences,
        seed=build.settings.seed,
        smoke=build.settings.is_smoke,
    )
    build.held_out.require_none_of(line.text.split() for line in lines)
    if not build.settings.is_smoke:
        kokoro.fetch_voices(build.work.synthetic / synthesis.KOKORO_FOLDER)
    synthesis.speak_all(lines, build.work.synthetic_list, processes=build.settings.processes)


def align_human(build: Build) -> None:
    """When each phone was said by people."""
    heard = transcription.load_transcripts(build.work.transcripts)
    utterances = alignment.trusted_utterances(heard, build.work.clips)
    alignment.align_all(utterances, build.work.human_alignments, processes=build.settings.processes)


def align_synthetic(build: Build) -> None:
    """When each phone was said by synthetic voices."""
    lines = build.work.synthetic_list.read_text().splitlines()
    utterances = [alignment.Utterance(**json.loads(line)) for line in lines]
    alignment.align_all(
        utterances, build.work.synthetic_alignments, processes=build.settings.processes
    )


def make_features(build: Build) -> None:
    """Augmented copies, as frames; a few utterances are kept out for validation."""
    settings, work = build.settings, build.work
    human = alignment.load_alignments(work.human_alignments)
    synthetic = alignment.load_alignments(work.synthetic_alignments)
    learnt = [one for one in human if not dataset.is_validation(one.path)]
    kept_out = [one for one in human if dataset.is_validation(one.path)] or learnt[:1]
    work.global_mean.parent.mkdir(exist_ok=True)
    global_mean = dataset.mean_of(learnt, seed=settings.seed)
    np.save(work.global_mean, global_mean)
    dataset.validation_set(kept_out, global_mean).save(work.validation_features)
    for utterances, copies, out in (
        (synthetic, settings.synthetic_copies, work.synthetic_features),
        (learnt, settings.human_copies, work.human_features),
    ):
        made = dataset.build(
            utterances,
            global_mean,
            copies=copies,
            seed=settings.seed,
            processes=settings.processes,
        )
        made.save(out)
        print(f"  {out.stem}: {made.hours:.2f} h", flush=True)


def train_frames(build: Build) -> None:
    """The first training: every frame on its own."""
    network = Network(build.settings.shape)
    learnt = dataset.load_dataset(build.work.synthetic_features, build.work.human_features)
    training.set_input_statistics(network, learnt)
    print(f"  {network.weight_count} weights, {learnt.hours:.1f} h", flush=True)
    del learnt
    plan = training.Plan(
        steps=build.settings.frame_steps,
        learning_rate=build.settings.frame_learning_rate,
        warmup_share=0.1,
        is_sequence=False,
        batch=build.settings.batch,
        processes=build.settings.processes,
        seed=build.settings.seed,
    )
    files = (build.work.synthetic_features, build.work.human_features)
    training.train(network, files, build.work.validation_features, plan, build.work.frame_network)


def train_sequences(build: Build) -> None:
    """The second training: whole strings of phones, each heard in the light of the one before."""
    network = training.load_network(build.work.frame_network).hearing_left()
    plan = training.Plan(
        steps=build.settings.sequence_steps,
        learning_rate=build.settings.sequence_learning_rate,
        warmup_share=0.1,
        is_sequence=True,
        batch=build.settings.batch,
        processes=build.settings.processes,
        seed=build.settings.seed + 1,
    )
    files = (build.work.synthetic_features, build.work.human_features)
    training.train(
        network, files, build.work.validation_features, plan, build.work.sequence_network
    )


def estimate_language_model(build: Build) -> None:
    """Texts to a pruned trigram."""
    settings, texts = build.settings, build.texts
    known = vocabulary.choose(
        (*texts.written, *texts.grammar, *texts.commands), settings.vocabulary
    )
    general_english.write_bigrams(build.work.general_bigrams)
    components = {
        "written": mixture.KneserNey(texts.written, known),
        "grammar": mixture.KneserNey(texts.grammar, known),
        "talk": mixture.KneserNey((*texts.general, *texts.transcripts), known),
        "commands": mixture.KneserNey(texts.commands, known),
    }
    mixed = mixture.tune(
        {**components, "general": general_english.GeneralEnglish(known)},
        {"commands": settings.commands_weight, "general": settings.general_weight},
        texts.validation,
        known,
    )
    mixed = mixture.leaning(mixed, "commands", settings.first_commands_weight)
    bigrams = dict(general_english.read_bigrams(build.work.general_bigrams, known))
    trigrams = general_english.likely_trigrams(
        bigrams,
        {word: mixed.probability(word, ()) for word in known},
        pairs=settings.trigram_pairs,
        successors=settings.trigram_successors,
    )
    seen = [counted for component in components.values() for counted in component.counts[1:]]
    model = language_model.prune(
        mixed,
        known,
        {*bigrams, *(gram for counted in seen for gram in counted if len(gram) == 2)},
        {*trigrams, *(gram for counted in seen for gram in counted if len(gram) == 3)},
        bigram_limit=settings.bigrams,
        trigram_limit=settings.trigrams,
    )
    build.work.dropped.write_text(json.dumps(texts.dropped))
    model.save(build.work.language_model)
    weights = ", ".join(f"{name} {share:.2f}" for name, share in mixed.weights.items())
    print(f"  sentences dropped because they share six words with a test: {texts.dropped}")
    print(f"  weights: {weights}")
    print(f"  {len(known)} words, {model.size(2)} bigrams, {model.size(3)} trigrams")
    print(f"  perplexity of unseen closings {model.perplexity(texts.validation):.0f}", flush=True)


def build_graph(build: Build) -> None:
    """Trigram and pronunciations to the graphs that Vosk joins."""
    model = language_model.load_model(build.work.language_model)
    partial = build.work.graph.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    pronounced = decoding_graph.write(model, partial)
    shutil.rmtree(build.work.graph, ignore_errors=True)
    partial.rename(build.work.graph)
    print(f"  {pronounced.num_states()} states of pronunciation", flush=True)


def assemble(build: Build) -> None:
    """The model folder, from whatever training has reached so far."""
    has_sequences = build.work.sequence_network.exists()
    network = (
        training.load_network(build.work.sequence_network)
        if has_sequences
        else training.load_network(build.work.frame_network).hearing_left()
    )
    network.eval()
    learnt = dataset.load_dataset(build.work.validation_features)
    priors = None if has_sequences else training.output_priors(learnt)
    model_folder.write(
        build.out,
        final_mdl=acoustic_files.final_mdl(network, priors),
        global_mean=np.load(build.work.global_mean),
        graph=build.work.graph,
        is_sequence=has_sequences,
        seed=build.settings.seed,
        texts=[*build.written, *build.held_out_files],
        timings={mark.name: mark.read_text().strip() for mark in build.work.done("").glob("*")},
    )
    print(f"{build.out}: {model_folder.size_of(build.out) / 1e6:.1f} MB", flush=True)
    print(f"it hears: {model_folder.hear_something(build.out)!r}")
