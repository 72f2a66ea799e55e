import { Alert, Badge, Button, Code, Group, Modal, Paper, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ActionView } from '../../../../server/src/stabilize/actions/actions.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { Icon } from '../../ui/Icon.tsx'

const actionsKey = ['actions'] as const

/** What crises may call here: set up by an administrator, named by playbooks. */
export function ActionsPage() {
  const actions = useQuery({ queryKey: actionsKey, queryFn: ({ signal }) => get<ActionView[]>('/api/actions', signal) })
  const may = useMay('settings')
  const [editing, setEditing] = useState<ActionView | 'new'>()
  const [secret, setSecret] = useState<string>()
  const done = (made: string | null) => {
    setEditing(undefined)
    if (made) setSecret(made)
  }
  return (
    <Page title={t('actions.pageTitle')} lead={t('actions.lead')} size={900}>
      <Stack>
        {secret && <Secret secret={secret} close={() => setSecret(undefined)} />}
        {may && (
          <Group justify="flex-end">
            <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
              {t('actions.add')}
            </Button>
          </Group>
        )}
        <Loaded query={actions}>
          {(all) =>
            all.length === 0 ? (
              <Paper>
                <Empty title={t('actions.noneInstalled')} text={t('actions.noneInstalledText')} />
              </Paper>
            ) : (
              <Stack gap="sm">
                {all.map((action) => (
                  <Installed key={action.key} action={action} edit={() => setEditing(action)} shown={setSecret} />
                ))}
              </Stack>
            )
          }
        </Loaded>
      </Stack>
      {editing && <ActionDialog action={editing === 'new' ? undefined : editing} close={() => setEditing(undefined)} done={done} />}
    </Page>
  )
}

function Installed({ action, edit, shown }: { action: ActionView; edit: () => void; shown: (secret: string) => void }) {
  const may = useMay('settings')
  const renew = useWrite<{ secret: string }>({ path: `/api/actions/${action.key}/secret`, touches: [actionsKey], after: ({ secret }) => shown(secret) })
  return (
    <Paper p="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Group gap="xs">
            <Text fw={600}>{action.name}</Text>
            <Code>{action.key}</Code>
            {!action.enabled && <Badge color="gray">{t('actions.off')}</Badge>}
          </Group>
          <Text size="sm">{action.about}</Text>
          <Text size="xs" c="dimmed" className="lw-clip">
            {action.url}
          </Text>
        </div>
        {may && (
          <Group gap={6} wrap="nowrap">
            <Button size="compact-sm" variant="default" onClick={edit}>
              {t('actions.change')}
            </Button>
            <ActionButton
              write={renew}
              body={undefined}
              size="compact-sm"
              variant="subtle"
              color="gray"
              confirm={{ title: t('actions.renewTitle'), text: t('actions.renewText'), label: t('actions.renew') }}
            >
              {t('actions.renew')}
            </ActionButton>
          </Group>
        )}
      </Group>
    </Paper>
  )
}

function Secret({ secret, close }: { secret: string; close: () => void }) {
  return (
    <Alert color="amber" title={t('actions.secret')} withCloseButton closeButtonLabel={t('actions.secretKept')} onClose={close}>
      <Stack gap="xs">
        <Text size="sm">{t('actions.secretText')}</Text>
        <Code block className="lw-clip">
          {secret}
        </Code>
      </Stack>
    </Alert>
  )
}

type Sent = { key: string; name: string; about: string; url: string; enabled: boolean }
function ActionDialog({ action, close, done }: { action: ActionView | undefined; close: () => void; done: (secret: string | null) => void }) {
  const [key, setKey] = useState(action?.key ?? '')
  const [name, setName] = useState(action?.name ?? '')
  const [about, setAbout] = useState(action?.about ?? '')
  const [url, setUrl] = useState(action?.url ?? 'https://')
  const [enabled, { toggle }] = useDisclosure(action?.enabled ?? true)
  const put = useWrite<{ secret: string | null }, Sent>({
    method: 'PUT',
    path: (sent) => `/api/actions/${encodeURIComponent(sent.key)}`,
    send: ({ key: _, ...rest }) => rest,
    touches: [actionsKey],
    after: ({ secret }) => done(secret),
  })
  return (
    <Modal opened onClose={close} title={action ? t('actions.changeTitle') : t('actions.addTitle')}>
      <Stack>
        <TextInput
          label={t('actions.key')}
          description={t('actions.keyHint')}
          required
          disabled={action !== undefined}
          data-autofocus
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <TextInput label={t('actions.name')} required maxLength={80} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Textarea
          label={t('actions.about')}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={about}
          onChange={(event) => setAbout(event.currentTarget.value)}
        />
        <TextInput label={t('actions.url')} description={t('actions.urlHint')} required value={url} onChange={(event) => setUrl(event.currentTarget.value)} />
        <Switch label={t('actions.enabled')} checked={enabled} onChange={toggle} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={put} body={{ key, name, about, url, enabled }} disabled={!key || !name.trim() || !about.trim()} may="settings">
            {t('actions.save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
