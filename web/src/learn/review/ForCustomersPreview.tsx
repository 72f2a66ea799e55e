import { Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { Findings } from '../../communicate/linter/Findings.tsx'
import { languageName } from '../../prepare/templates/names.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { type Bodies, usePostmortemPreview } from './postmortem.ts'

/** The incident's own page with it, rendered by the server; `said`: with what the linter has to say. */
export function ForCustomersPreview({ bodies, said }: { bodies: Bodies; said: boolean }) {
  const { id } = useRoom()
  const languages = Object.keys(bodies)
  const [chosen, setChosen] = useState<string>()
  const locale = languages.find((each) => each === chosen) ?? languages[0] ?? 'en'
  const preview = usePostmortemPreview(id, bodies, locale)
  return (
    <Stack gap="xs" component="section" aria-label={t('preview.title')}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600}>
          {t('preview.title')}
        </Text>
        {languages.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t('preview.reader')}
            value={locale}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={languages.map((value) => ({ value, label: t('preview.readerOf', { language: languageName(value) }) }))}
          />
        )}
      </Group>
      {preview.isError && <ErrorNote error={preview.error} retry={preview.refetch} />}
      {preview.data && (
        <>
          {said && <Findings findings={preview.data.findings} warnings={[]} />}
          <iframe sandbox="" title={t('preview.statusPage')} srcDoc={preview.data.html} className="lw-frame" style={{ height: 'min(560px, 60vh)' }} />
        </>
      )}
    </Stack>
  )
}
