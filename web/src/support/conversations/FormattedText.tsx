import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { t, tn } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { fetchPictures, withPictures } from './pictures.ts'
import styles from './Inbox.module.css'

/** Nothing is fetched and nothing runs, whatever the mail says; the server has cleaned it already. Pictures that were asked for stand in the page itself. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"

/** A mail as its writer formatted it, in a frame of its own that loads nothing; links open elsewhere, pictures are fetched by the server if somebody asks. */
export function FormattedText({ html, path }: { html: string; path: string }) {
  const count = html.match(/ data-(remote|cid)=/g)?.length ?? 0
  const [pictures, setPictures] = useState<(string | null)[]>([])
  const fetching = useMutation({ mutationFn: () => fetchPictures(path, count), onSuccess: setPictures })
  const missing = pictures.filter((each) => each === null).length
  const page = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}"><style>body{font:15px/1.5 system-ui,sans-serif;margin:12px;overflow-wrap:anywhere}img{max-width:100%;height:auto}img:not([src]){display:none}</style>${withPictures(html, pictures)}`
  return (
    <>
      <iframe
        title={t('inbox.formattedTitle')}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcDoc={page}
        className={`lw-frame ${styles.formatted}`}
      />
      {count > 0 && pictures.length === 0 && (
        <Group gap="xs" mt={4}>
          <Text size="xs" c="dimmed">
            {tn('inbox.pictures', count)}
          </Text>
          <Button size="compact-xs" variant="default" loading={fetching.isPending} onClick={() => fetching.mutate()}>
            {t('inbox.showPictures')}
          </Button>
        </Group>
      )}
      {missing > 0 && (
        <Text size="xs" c="dimmed" mt={4}>
          {tn('inbox.picturesMissing', missing)}
        </Text>
      )}
      <ErrorNote error={fetching.error} />
    </>
  )
}
