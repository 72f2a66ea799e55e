import { Button, Group, Paper, Select, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Page } from '../../ui/Page.tsx'
import { useAgain } from '../../ui/use-again.ts'
import { useList } from '../../ui/use-list.ts'
import { AddEndpointDialog } from './AddEndpointDialog.tsx'
import { EndpointDialog } from './EndpointDialog.tsx'
import { EndpointRow } from './EndpointRow.tsx'
import { type Endpoint, isTested, listKey } from './endpoints.ts'
import styles from './Endpoints.module.css'

const channels = ['webhook', 'slack', 'teams', 'bluesky', 'mastodon', 'push'] as const

/** Rooms and systems that hear of updates. */
export function EndpointsPage() {
  const [channel, setChannel] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [open, setOpen] = useState<string>()
  const [adding, setAdding] = useState(false)
  const may = useMay('settings')
  const list = useList<Endpoint>(listKey, '/api/endpoints', { channel: channel ?? undefined, search, limit: 50 }, { enabled: may })
  const opened = list.data?.pages.flatMap(({ items }) => items).find(({ id }) => id === open)
  useAgain(listKey, opened && isTested(opened) ? 1_000 : undefined)
  const add = may && (
    <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
      {t('endpoints.add')}
    </Button>
  )
  return (
    <Page title={t('endpoints.title')} lead={t('endpoints.lead')} actions={add} size={900}>
      {may ? (
        <Stack gap="md">
          <Group align="flex-end" gap="sm">
            <Select
              label={t('endpoints.channel')}
              placeholder={t('endpoints.channel.all')}
              clearable
              w={200}
              data={channels.map((value) => ({ value, label: tOf('channel', value) }))}
              value={channel}
              onChange={setChannel}
            />
            <TextInput
              type="search"
              label={t('endpoints.search')}
              leftSection={<Icon name="search" size={16} />}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              style={{ flex: '1 1 240px' }}
              maw={460}
            />
          </Group>
          <Paper component="section" aria-label={t('endpoints.list')} p="md">
            <Listed
              list={list}
              empty={search || channel ? <Empty title={t('endpoints.none')} /> : <Empty title={t('endpoints.empty')} text={t('endpoints.emptyText')} />}
            >
              {(endpoints) => (
                <ul className={styles.list}>
                  {endpoints.map((endpoint) => (
                    <EndpointRow key={endpoint.id} endpoint={endpoint} open={() => setOpen(endpoint.id)} />
                  ))}
                </ul>
              )}
            </Listed>
          </Paper>
        </Stack>
      ) : (
        <Paper>
          <Empty title={t('notAllowed', { permission: 'settings' })} />
        </Paper>
      )}
      {adding && <AddEndpointDialog close={() => setAdding(false)} />}
      {opened && <EndpointDialog endpoint={opened} close={() => setOpen(undefined)} />}
    </Page>
  )
}
