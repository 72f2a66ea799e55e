// An answer from what is known now; where a company wants it, in the words of a model that were checked.
import type { Deps } from '../../deps.ts'
import { supportSettings } from '../conversations/settings.store.ts'
import { type Answer, answer } from './assistant.ts'
import { type AskedBy, materialFor } from './material.store.ts'
import { phrased } from './phrase.store.ts'

export async function ask(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'key' | 'log' | 'shelf'>,
  text: string,
  by: AskedBy,
  limits?: { waitMs?: number },
): Promise<Answer> {
  const { assistant, assistantPhrases } = await supportSettings(deps.db)
  if (!assistant) return { action: 'hand-over', language: by.locale, why: ['unsure'], sentences: [], sources: [] }
  const material = await materialFor(deps, text, by)
  const plain = answer(text, material)
  if (plain.action !== 'answer' || !assistantPhrases) return plain
  return { ...plain, ...((await phrased(deps, text, plain, by, limits)) ?? {}) }
}
