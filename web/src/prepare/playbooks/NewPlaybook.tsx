import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { PlaybookSummary, ShownPlaybook } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { pathOf, playbooksKey } from './playbook.ts'

type Sent = { key: string; yaml: string; note: string }

/** A playbook of the house's own begins as a copy of one there is. */
export function NewPlaybook({ playbooks, close }: { playbooks: PlaybookSummary[]; close: () => void }) {
  const navigate = useNavigate()
  const [from, setFrom] = useState(playbooks[0]?.key ?? '')
  const [key, setKey] = useState('')
  const [title, setTitle] = useState('')
  const [failed, setFailed] = useState<unknown>()
  const create = useWrite<unknown, Sent>({
    method: 'PUT',
    path: (sent) => pathOf(sent.key),
    send: ({ yaml, note }) => ({ yaml, note, revision: 0 }),
    touches: [playbooksKey],
    done: t('playbooks.created', { key }),
    after: () => void navigate({ to: '/playbooks/$key/edit', params: { key } }),
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setFailed(undefined)
    try {
      const { yaml } = await get<ShownPlaybook>(pathOf(from))
      create.mutate({ key, yaml: renamed(yaml, key, title), note: t('playbooks.copied', { key: from }) })
    } catch (error) {
      setFailed(error)
    }
  }
  return (
    <Modal opened onClose={close} title={t('playbooks.new').replace('…', '')}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text size="sm">{t('playbooks.newLead')}</Text>
          <Select
            label={t('playbooks.copyOf')}
            data={playbooks.map((each) => ({ value: each.key, label: each.title }))}
            value={from}
            allowDeselect={false}
            onChange={(value) => value && setFrom(value)}
          />
          <TextInput
            label={t('playbooks.name')}
            required
            maxLength={120}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label={t('playbooks.key')}
            description={t('playbooks.keyHint')}
            required
            pattern="[a-z][a-z0-9\-]+"
            maxLength={61}
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <ErrorNote error={failed ?? create.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('playbooks.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** The copy under its own name; JSON's quotes are also YAML's. */
const renamed = (yaml: string, key: string, title: string) =>
  yaml.replace(/^playbook:.*$/m, `playbook: ${key}`).replace(/^title:.*$/m, `title: ${JSON.stringify(title)}`)
