// Our own example questions, by kind and language: "## KIND LANGUAGE", then one a line.
import { readFileSync } from 'node:fs'
import type { Heard } from '../weighing/chances.ts'

export type Example = { kind: Heard; language: string; text: string }

export function examples(): Example[] {
  let [kind, language] = ['', '']
  return readFileSync(new URL('questions.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim())
    .flatMap((text): Example[] => {
      if (!text.startsWith('## ')) return [{ kind: kind as Heard, language, text }]
      ;[kind, language] = text.slice(3).split(' ') as [string, string]
      return []
    })
}
