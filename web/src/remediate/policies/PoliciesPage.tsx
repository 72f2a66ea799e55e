import { Alert, Badge, Button, Center, Group, Loader, Modal, Paper, Stack, Text, Textarea } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, lazy, Suspense, useRef, useState } from 'react'
import type { ShownPolicies } from '../../../../server/src/remediate/policies/policies.contract.ts'
import type { Problem } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { useMay } from '../../platform/session.ts'
import { ProblemList } from '../../prepare/playbooks/ProblemList.tsx'
import type { EditorHandle } from '../../prepare/playbooks/YamlEditor.tsx'
import { t, tn } from '../../strings/t.ts'
import { get, request } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWrite } from '../../ui/use-write.ts'

const YamlEditor = lazy(() => import('../../prepare/playbooks/YamlEditor.tsx').then((module) => ({ default: module.YamlEditor })))
const key = ['remedy-policies']
const path = '/api/remedy-policies'

/** The text of the policies, checked while one writes; saved with a reason. */
export function PoliciesPage() {
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => get<ShownPolicies>(path, signal) })
  return (
    <Page title={t('policies.title')} lead={t('policies.lead')}>
      <Loaded query={query}>
        {(shown) => (
          <Stack gap="md">
            <Overview shown={shown} />
            <Editor key={shown.revision} shown={shown} />
            <Versions shown={shown} />
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Overview({ shown }: { shown: ShownPolicies }) {
  return (
    <>
      {shown.setAside && <Alert color="red">{t('policies.setAside')}</Alert>}
      {shown.shippedChanged && <Alert color="amber">{t('policies.shippedChanged')}</Alert>}
      <Card title={shown.origin === 'shipped' ? t('policies.shipped') : t('policies.edited', { revision: shown.revision })}>
        <Stack component="ul" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
          {shown.policies.map(({ name, rules, usedBy }) => (
            <li key={name}>
              <b>{name}</b>{' '}
              <Text span size="sm" c="dimmed">
                {tn('policies.rules', rules)}. {usedBy.length > 0 ? `${t('policies.usedBy', { names: usedBy.join(', ') })}.` : t('policies.notUsed')}
              </Text>
            </li>
          ))}
          <li>
            <b>{t('policies.slas')}</b>{' '}
            <Text span size="sm" c="dimmed">
              {shown.slas.map(({ name, accounts }) => `${name} (${tn('policies.accounts', accounts)})`).join(', ')}
            </Text>
          </li>
        </Stack>
      </Card>
    </>
  )
}

function Editor({ shown }: { shown: ShownPolicies }) {
  const may = useMay('playbook')
  const [yaml, setYaml] = useState(shown.yaml)
  const [text] = useDebouncedValue(yaml, 500)
  const [saving, { open, close }] = useDisclosure(false)
  const editor = useRef<EditorHandle>(null)
  const check = useQuery({
    queryKey: ['remedy-policies-check', text],
    queryFn: ({ signal }) => request<{ problems: Problem[] }>('POST', `${path}/check`, { body: { yaml: text }, signal }),
    gcTime: 60_000,
  })
  const problems = check.data?.problems ?? []
  const changed = yaml !== shown.yaml
  const right = text === yaml && check.data?.problems.length === 0
  return (
    <Stack gap="sm">
      <Group justify="flex-end" gap="xs">
        {changed && (
          <Button variant="subtle" color="gray" onClick={() => editor.current?.replace(shown.yaml)}>
            {t('editor.revert')}
          </Button>
        )}
        <Button onClick={open} disabled={!may || !changed || !right}>
          {t('editor.save')}
        </Button>
      </Group>
      <Paper style={{ overflow: 'hidden' }}>
        <Suspense
          fallback={
            <Center p="xl">
              <Loader role="status" size="sm" aria-label={t('editor.loading')} />
            </Center>
          }
        >
          <YamlEditor ref={editor} label={t('policies.text')} text={shown.yaml} onChange={setYaml} problems={problems} readOnly={!may} />
        </Suspense>
      </Paper>
      <ErrorNote error={check.error} />
      <ProblemList problems={problems} checking={check.isFetching} onGo={(problem) => editor.current?.goTo(problem.line, problem.column)} />
      {saving && <Save body={{ yaml, revision: shown.revision }} method="PUT" to={path} title={t('editor.save')} close={close} />}
    </Stack>
  )
}

function Versions({ shown }: { shown: ShownPolicies }) {
  const may = useMay('playbook')
  const [resetting, { open, close }] = useDisclosure(false)
  if (shown.versions.length === 0) return null
  return (
    <Card
      title={t('policies.versions')}
      aside={
        may &&
        shown.origin === 'edited' && (
          <Button size="xs" variant="default" onClick={open}>
            {t('policies.reset')}
          </Button>
        )
      }
    >
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.versions.map(({ revision, by, at, note, followsShipped }) => (
          <li key={revision}>
            <Group gap="xs">
              <b>{t('playbook.revision', { revision })}</b>
              <Text size="sm" c="dimmed">
                {by.name}, {atNear(at)}
              </Text>
              {followsShipped && <Badge size="sm">{t('policies.shipped')}</Badge>}
            </Group>
            <Text size="sm">{note}</Text>
          </li>
        ))}
      </Stack>
      {resetting && <Save body={{ revision: shown.revision }} method="POST" to={`${path}/reset`} title={t('policies.reset')} close={close} />}
    </Card>
  )
}

type SaveProps = { body: { yaml?: string; revision: number }; method: 'PUT' | 'POST'; to: string; title: string; close: () => void }

/** Why, and then it is saved. */
function Save({ body, method, to, title, close }: SaveProps) {
  const [note, setNote] = useState('')
  const save = useWrite<unknown, { note: string; revision: number; yaml?: string }>({
    method,
    path: to,
    touches: [key],
    done: t('policies.saved'),
    after: close,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ ...body, note })
  }
  return (
    <Modal opened onClose={close} title={title}>
      <form onSubmit={submit}>
        <Stack>
          <Textarea
            label={t('editor.note')}
            required
            maxLength={500}
            minRows={1}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            data-autofocus
          />
          <Text size="xs" c="dimmed">
            {t('policies.running')}
          </Text>
          <ErrorNote error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('editor.saveNow')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
