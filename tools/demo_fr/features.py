"""Kaldi's "hires" MFCC, the same as Vosk computes from the model's ``conf/mfcc.conf`` (``MFCC_CONF``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import kaldi_native_fbank as knf
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

RATE: Final = 16000
COEFFICIENTS: Final = 40
FRAME_STEP: Final = 160
"""Samples from one frame to the next: 10 ms."""
FIRST_CENTRE: Final = 200
"""Sample at the centre of frame 0: a frame lasts 25 ms."""
# Kaldi refuses a file that is sampled lower than the model unless it is told to up-sample: telephone calls are.
MFCC_CONF: Final = """\
--use-energy=false
--sample-frequency=16000
--num-mel-bins=40
--num-ceps=40
--low-freq=20
--high-freq=7600
--dither=0
--allow-upsample=true
"""


def _options() -> knf.MfccOptions:
    options = knf.MfccOptions()
    options.frame_opts.samp_freq = RATE
    options.frame_opts.dither = 0
    options.frame_opts.snip_edges = True
    options.mel_opts.num_bins = COEFFICIENTS
    options.mel_opts.low_freq = 20
    options.mel_opts.high_freq = 7600
    options.num_ceps = COEFFICIENTS
    options.use_energy = False
    return options


def mfcc(samples: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """Return the features, (frames, 40).

    Args:
        samples: 16 kHz, at the scale of int16 (so -32768 to 32767).
    """
    analysis = knf.OnlineMfcc(_options())
    analysis.accept_waveform(RATE, samples.astype(np.float32).tolist())
    analysis.input_finished()
    frames = [analysis.get_frame(i) for i in range(analysis.num_frames_ready)]
    return np.stack(frames) if frames else np.zeros((0, COEFFICIENTS), np.float32)
