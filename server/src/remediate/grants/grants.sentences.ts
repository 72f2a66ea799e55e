import { count, type Sentences } from '../../platform/events/sentences.ts'

export const remediesSentences: Sentences = {
  RemediesPlanned: { says: ({ accounts }) => `Remedies worked out for ${count(accounts)} accounts.` },
  RemediesApproved: { says: ({ by }, name) => `${name(by)} approved the remedies.`, people: ({ by }) => [by] },
  RemediesGranted: { says: ({ accounts }) => `Remedies granted to ${count(accounts)} accounts.`, tone: 'good' },
  RemediesCarriedOut: { says: ({ done, failed, ended }) => carriedOut(Number(done), Number(failed), Number(ended)), tone: 'good' },
}

function carriedOut(done: number, failed: number, ended: number): string {
  const first =
    failed > 0 ? `All that was granted is settled: ${lines(done)} carried out, ${lines(failed)} failed` : `All that was granted is carried out: ${lines(done)}`
  return `${first}${ended > 0 ? `, ${lines(ended)} taken back before anything was done` : ''}.`
}
const lines = (n: number) => `${count(n)} ${n === 1 ? 'line' : 'lines'}`
