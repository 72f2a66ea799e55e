// Sends a file as it is, however large, and says how far it got; fetch cannot report the progress of what it sends.
import type { ImportView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { query, randomId } from '../../ui/api.ts'
import { Problem } from '../../ui/problem.ts'
import { t } from '../../strings/t.ts'

export type Subject = ImportView['subject']
export const subjects = ['services', 'accounts', 'contacts', 'exposures'] as const satisfies readonly Subject[]

export function upload(file: File, subject: Subject, practice: boolean, onProgress: (sent: number) => void): { answer: Promise<ImportView>; stop: () => void } {
  const call = new XMLHttpRequest()
  const answer = new Promise<ImportView>((resolve, reject) => {
    call.open('POST', `/api/imports/${subject}${query({ fileName: file.name, practice })}`)
    call.setRequestHeader('content-type', 'text/csv')
    call.setRequestHeader('idempotency-key', randomId())
    call.upload.onprogress = (event) => onProgress(event.loaded)
    call.onload = () => {
      if (call.status < 300) resolve(JSON.parse(call.responseText) as ImportView)
      else reject(refusal(call))
    }
    call.onerror = () => reject(new Problem(0, t('problem.unreachable.title'), t('problem.unreachable.detail')))
    call.onabort = () => reject(new Problem(-1, t('imports.stopped'), t('imports.stopped')))
    call.send(file)
  })
  return { answer, stop: () => call.abort() }
}

function refusal(call: XMLHttpRequest): Problem {
  try {
    const { title, detail, errors } = JSON.parse(call.responseText) as { title?: string; detail?: string; errors?: { path: string; message: string }[] }
    return new Problem(call.status, title ?? t('problem.failed.title'), detail ?? t('problem.failed.detail', { status: call.status }), errors)
  } catch {
    return new Problem(call.status, t('problem.failed.title'), t('problem.failed.detail', { status: call.status }))
  }
}
