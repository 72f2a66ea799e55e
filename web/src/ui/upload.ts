// A file on its way, with how far it is: fetch does not tell that.
import { t } from '../strings/t.ts'
import { problemOf, randomId } from './api.ts'
import { Problem } from './problem.ts'

type Watched = { onProgress: (share: number) => void; signal: AbortSignal }

/** Sends its bytes as application/octet-stream. `share`: from 0 to 1. Refused as every other request; taken back by `signal`. */
export function uploadWatched<Answer>(path: string, file: Blob, { onProgress, signal }: Watched): Promise<Answer> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('idempotency-key', randomId())
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    request.onload = () =>
      request.status >= 200 && request.status < 300
        ? done(JSON.parse(request.responseText) as Answer)
        : problemOf(new Response(request.responseText, { status: request.status }), path).then(failed, failed)
    request.onerror = () => failed(new Problem(0, t('problem.unreachable.title'), t('problem.unreachable.detail')))
    request.onabort = () => failed(new DOMException('', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(new Blob([file], { type: 'application/octet-stream' }))
  })
}
