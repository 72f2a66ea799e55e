import { Anchor, Group, List, NativeSelect, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import type { Degree, ListName, ListView } from '../../../../server/src/assess/impact/definition.contract.ts'
import { useMay } from '../../platform/session.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { query } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { atNear } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { degrees, useDefinition } from './definition.ts'

/** Accounts that are named one by one: counted in, or left out. */
export function ImpactLists() {
  const definition = useDefinition()
  return (
    <Card title={t('lists.title')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('lists.text')}
      </Text>
      <Loaded query={definition}>
        {({ lists }) => (
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
            {(['include', 'exclude'] as const).map((list) => (
              <OneList key={list} list={list} stored={lists.find((each) => each.list === list)} />
            ))}
          </SimpleGrid>
        )}
      </Loaded>
    </Card>
  )
}

type Sent = { file: File; degree: Degree }

function OneList({ list, stored }: { list: ListName; stored: ListView | undefined }) {
  const { id, status } = useRoom()
  const allowed = useMay('command')
  const [degree, setDegree] = useState<Degree>(stored?.degree ?? 'down')
  const path = crisisPath(id, `/impact/lists/${list}`)
  const send = useWrite<unknown, Sent>({
    method: 'PUT',
    path: ({ file, degree: badly }) => `${path}${query({ fileName: file.name, ...(list === 'include' ? { degree: badly } : {}) })}`,
    send: ({ file }) => new Blob([file], { type: 'text/csv' }),
    touches: touched(id),
    done: t('lists.stored'),
  })
  const remove = useWrite({ path: `${path}/removal`, touches: touched(id) })
  return (
    <section aria-label={t(`lists.${list}`)}>
      <Title order={3}>{t(`lists.${list}`)}</Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t(`lists.${list}Text`)}
      </Text>
      <Stack gap="xs">
        {stored && <Stored list={stored} path={path} />}
        {status !== 'closed' && allowed && (
          <>
            {list === 'include' && (
              <NativeSelect
                label={t('lists.degree')}
                value={degree}
                data={degrees.map((each) => ({ value: each, label: tOf('degree', each) }))}
                onChange={(event) => setDegree(event.currentTarget.value as Degree)}
              />
            )}
            {send.isPending ? (
              <Text size="sm" role="status">
                {t('lists.sending')}
              </Text>
            ) : (
              <FileDrop
                label={t('lists.drop')}
                choose={t('lists.choose')}
                accept=".csv,.txt,text/csv,text/plain"
                onFile={(file) => send.mutate({ file, degree })}
              />
            )}
            {send.isError && <ErrorNote error={send.error} />}
            {stored && (
              <ActionButton
                write={remove}
                body={undefined}
                variant="subtle"
                color="red"
                size="compact-sm"
                may="command"
                confirm={{ title: t('lists.removeTitle'), text: t('lists.removeText'), label: t('lists.remove') }}
              >
                {t('lists.remove')}
              </ActionButton>
            )}
          </>
        )}
        {!stored && (status === 'closed' || !allowed) && <Text size="sm">{t('lists.none')}</Text>}
      </Stack>
    </section>
  )
}

function Stored({ list, path }: { list: ListView; path: string }) {
  return (
    <div>
      <Group gap="xs" align="baseline">
        <Text fw={650} className="lw-figures">
          {tn('lists.accounts', list.accounts)}
        </Text>
        {list.list === 'include' && <Text size="sm">{tOf('degree', list.degree)}</Text>}
        <Anchor size="sm" href={path} download>
          {t('lists.download')}
        </Anchor>
      </Group>
      <Text size="xs" c="dimmed" className="lw-clip">
        {[list.fileName, t('lists.by', { name: list.changedBy.name, at: atNear(list.changedAt) })].filter(Boolean).join(' · ')}
      </Text>
      {list.bad > 0 && (
        <details>
          <Text component="summary" size="sm" className="lw-amber" style={{ cursor: 'pointer' }}>
            {tn('lists.bad', list.bad)}
          </Text>
          <List size="sm" mah={220} style={{ overflow: 'auto' }} tabIndex={0}>
            {list.problems.map(({ line, value, reason }) => (
              <List.Item key={line} className="lw-clip">
                {t('lists.line', { line })}
                {value ? `, ${value}` : ''}: {reason}
              </List.Item>
            ))}
          </List>
        </details>
      )}
    </div>
  )
}
