// A written part as lines that can be read out: one sentence a line.
export const spoken = (text: string): string[] =>
  text
    .split(/\n+|(?<=[.!?])\s+(?=\p{Lu})/u)
    .map((line) => line.trim())
    .filter(Boolean)
