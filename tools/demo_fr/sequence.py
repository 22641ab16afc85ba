"""The sequence criterion: how likely the labelled path is among all paths (a linear-chain CRF, akin to MMI)."""

from __future__ import annotations

from typing import Final

import torch

from demo_fr import phones

_NEVER: Final = -1e4


def transition_scores(phone: torch.Tensor, segment: torch.Tensor) -> torch.Tensor:
    """Return the log-scores (pdfs, pdfs) of going from pdf to pdf in one output frame: a phone bigram.

    Args:
        phone: phone number of each frame.
        segment: number of the segment each frame lies in.
    """
    n = len(phones.PHONES)
    change = (segment[1:] != segment[:-1]).nonzero()[:, 0]
    pairs = phone[change].long() * n + phone[change + 1].long()
    count = torch.bincount(pairs, minlength=n * n).view(n, n).float()
    count = count + 0.02 * count.sum(0, keepdim=True) / n + 0.1
    bigram = (count / count.sum(1, keepdim=True)).log()
    scores = torch.full((2 * n, 2 * n), _NEVER)
    for p in range(n):
        scores[2 * p : 2 * p + 2, 2 * p + 1] = 0.0  # the same phone goes on: as cheap as leaving it
        scores[2 * p : 2 * p + 2, 0::2] = bigram[p]  # the next phone starts
    return scores


def sequence_loss(scores: torch.Tensor, target: torch.Tensor, transitions: torch.Tensor) -> torch.Tensor:
    """Return -log P(labelled path | speech) per output frame.

    Args:
        scores: (batch, outputs, pdfs), what the decoder adds up.
        target: (batch, outputs), the labelled path.
        transitions: ``transition_scores``.
    """
    outputs = scores.shape[1]
    path = scores.gather(2, target[:, :, None])[:, :, 0].sum(1) + transitions[target[:, :-1], target[:, 1:]].sum(1)
    weights = transitions.exp()
    alpha = scores[:, 0]
    for t in range(1, outputs):
        highest = alpha.max(1, keepdim=True).values.detach()
        alpha = highest + ((alpha - highest).exp() @ weights + 1e-30).log() + scores[:, t]
    return (torch.logsumexp(alpha, 1) - path).mean() / outputs
