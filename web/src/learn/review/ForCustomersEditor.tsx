import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { languageName } from '../../prepare/templates/names.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { ForCustomersPreview } from './ForCustomersPreview.tsx'
import type { Bodies, Postmortem } from './postmortem.ts'

/** The languages that there are words around a message in. */
const languages = ['en', 'de', 'fr', 'es', 'pt', 'ja']

/** Markdown on one side, what customers see of it on the other. Nothing is published by it. */
export function ForCustomersEditor({ postmortem, close }: { postmortem: Postmortem; close: () => void }) {
  const { id } = useRoom()
  const [bodies, setBodies] = useState<Bodies>(postmortem.bodies)
  const save = useWrite<Postmortem, { bodies: Bodies; revision: number }>({
    method: 'PUT',
    path: crisisPath(id, '/postmortem'),
    touches: touched(id),
    done: t('postmortem.saved'),
    after: close,
  })
  const more = languages.filter((each) => !Object.hasOwn(bodies, each))
  const empty = Object.values(bodies).every((body) => body.trim() === '')
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('postmortem.hint')}
      </Text>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Stack gap="sm">
          {Object.entries(bodies).map(([locale, body], nth) => (
            <Textarea
              key={locale}
              lang={locale}
              label={t('postmortem.in', { language: languageName(locale) })}
              value={body}
              minRows={12}
              maxRows={30}
              maxLength={20_000}
              data-autofocus={nth === 0}
              onChange={(event) => {
                const { value } = event.currentTarget
                setBodies((before) => ({ ...before, [locale]: value }))
              }}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.875rem' } }}
            />
          ))}
          {more.length > 0 && (
            <NativeSelect
              label={t('postmortem.also')}
              maw={260}
              value=""
              onChange={(event) => {
                const { value } = event.currentTarget
                if (value) setBodies((before) => ({ ...before, [value]: '' }))
              }}
              data={[{ value: '', label: t('postmortem.choose') }, ...more.map((value) => ({ value, label: languageName(value) }))]}
            />
          )}
        </Stack>
        <ForCustomersPreview bodies={bodies} said />
      </SimpleGrid>
      <Group justify="flex-end" align="flex-start">
        <Button variant="default" onClick={close}>
          {t('cancel')}
        </Button>
        <ActionButton write={save} body={{ bodies, revision: postmortem.revision }} disabled={empty}>
          {t('postmortem.save')}
        </ActionButton>
      </Group>
    </Stack>
  )
}
