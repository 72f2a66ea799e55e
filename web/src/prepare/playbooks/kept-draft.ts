// What somebody wrote and has not saved stays in this tab's storage: a reload or a lost session loses nothing.
type Draft = { yaml: string; revision: number }

const nameOf = (key: string) => `leeward-playbook-${key}`

export function keptDraft(key: string): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(nameOf(key)) ?? 'null')
    return kept !== null && typeof kept === 'object' && 'yaml' in kept && 'revision' in kept ? (kept as Draft) : undefined
  } catch {
    return undefined
  }
}
export const keepDraft = (key: string, draft: Draft) => sessionStorage.setItem(nameOf(key), JSON.stringify(draft))
export const dropDraft = (key: string) => sessionStorage.removeItem(nameOf(key))
