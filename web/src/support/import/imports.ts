// Imports of conversations: how they are sent, and how they are asked for.
import type { ConversationImport } from '../../../../server/src/support/import/import.contract.ts'
import { t } from '../../strings/t.ts'
import { query } from '../../ui/api.ts'
import { Problem } from '../../ui/problem.ts'

export type Import = ConversationImport
export const forms = ['zendesk', 'chatwoot'] as const
export const importsKey = ['conversation-imports'] as const
export const isRunning = ({ status }: Import) => status === 'reading' || status === 'placing'

/** The file as it is; what it holds its first character says. */
export async function send(file: File, form: Import['form'], desk: string): Promise<Import> {
  const answer = await fetch(`/api/conversation-imports${query({ form, desk: desk.trim() || undefined, fileName: file.name.slice(0, 200) })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
  // Refused in the server's own words, as everywhere.
  if (!answer.ok) throw await problemOf(answer)
  return (await answer.json()) as Import
}

async function problemOf(answer: Response): Promise<Problem> {
  const { title, detail } = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string }
  return new Problem(answer.status, title ?? t('problem.failed.title'), detail ?? t('problem.failed.detail', { status: answer.status }))
}
