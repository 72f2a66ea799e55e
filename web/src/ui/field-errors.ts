// Refusals at the field they are about, so that nobody has to look for it.
import { Problem } from './problem.ts'

type FieldErrors<Field extends string> = Partial<Record<Field, string>>

/**
 * What the server refused, by field (one of a list is about the list); empty where it is about none of them, or about more than them.
 * @param about the field that a refusal is about, where the refusal itself names none
 */
export function fieldErrors<Field extends string>(
  error: unknown,
  fields: readonly Field[],
  about?: (problem: Problem) => Field | undefined,
): FieldErrors<Field> {
  if (!(error instanceof Problem)) return {}
  const known = (name: string) => fields.find((field) => field === name)
  if (error.errors.length > 0) {
    const found = error.errors.map(({ path, message }) => [known(path.replace(/^body\./, '').replace(/\.\d+$/, '')), message] as const)
    return found.every(([field]) => field) ? (Object.fromEntries(found.toReversed()) as FieldErrors<Field>) : {}
  }
  const [, name = '', sentence] = /^(\w+): (.*)$/s.exec(error.detail) ?? []
  const field = known(name) ?? about?.(error)
  return field ? ({ [field]: known(name) ? sentence : error.detail } as FieldErrors<Field>) : {}
}
