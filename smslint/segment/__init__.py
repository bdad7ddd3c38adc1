"""Word boundaries by jieba's dictionary: rjieba (HMM off) where it is installed, jieba itself otherwise."""

from smslint.segment.segmenter import Segmenter, Verdict

__all__ = ["Segmenter", "Verdict"]
