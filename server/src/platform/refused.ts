/** What the code of a refusal becomes in HTTP; the sentence tells the person what to do. */
const statusOf = {
  'too-many': 429,
  'not-found': 404,
  'not-allowed': 403,
  'already-done': 409,
  'out-of-order': 409,
  'changed-meanwhile': 409,
  'not-valid': 422,
  'too-large': 413,
  gone: 410,
} as const

export type RefusalCode = keyof typeof statusOf

/** A rule says no, by name and in a sentence. Anything else that is thrown is a bug. */
export class Refused extends Error {
  readonly code: RefusalCode
  readonly status: number
  constructor(code: RefusalCode, sentence: string) {
    super(sentence)
    this.name = 'Refused'
    this.code = code
    this.status = statusOf[code]
  }
}
