import { SegmentedControl, Stack } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import type { useLookPreview } from './look.ts'

/** The front page as it stands now with these wishes, for readers of each scheme. */
export function LookPreview({ preview }: { preview: ReturnType<typeof useLookPreview> }) {
  const [scheme, setScheme] = useState<'light' | 'dark'>('light')
  return (
    <Card title={t('preview.title')}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t('pageLook.scheme')}
          value={scheme}
          onChange={(value) => setScheme(value === 'dark' ? 'dark' : 'light')}
          data={[
            { value: 'light', label: t('pageLook.inLight') },
            { value: 'dark', label: t('pageLook.inDark') },
          ]}
        />
        {preview.isError && <ErrorNote error={preview.error} retry={preview.refetch} />}
        {preview.data && (
          <iframe sandbox="" title={t('preview.statusPage')} srcDoc={preview.data.html[scheme]} className="lw-frame" style={{ height: 'min(640px, 70vh)' }} />
        )}
      </Stack>
    </Card>
  )
}
