import { Alert, Autocomplete, Button, Group, Modal, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PutService, ServiceView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { servicesKey } from './brands.ts'

const choices = ['always', 'when-hurt', 'never'] as const
type Props = { service: ServiceView; groups: string[]; unsaved: boolean; close: () => void }

/** What customers read of a service, what it stands together with, and whether the page names it. */
export function ServiceDialog({ service, groups, unsaved, close }: Props) {
  const { key, brand, position } = service
  const [name, setName] = useState(service.name)
  const [description, setDescription] = useState(service.description ?? '')
  const [group, setGroup] = useState(service.group ?? '')
  const [onPage, setOnPage] = useState(service.onPage)
  const put = useWrite<ServiceView, PutService>({
    method: 'PUT',
    path: `/api/services/${encodeURIComponent(key)}`,
    touches: [servicesKey],
    done: (stored) => t('services.saved', { name: stored.name }),
    after: close,
  })
  const wrong = fieldErrors(put.error, ['name', 'description', 'group'] as const)
  const body = { name: name.trim(), description: description.trim() || null, brand, position, group: group.trim() || null, onPage }
  return (
    <Modal opened onClose={close} title={t('services.changeOf', { name: service.name })}>
      <Stack>
        <TextInput
          label={t('services.name')}
          required
          data-autofocus
          maxLength={150}
          value={name}
          error={wrong.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={t('services.description')}
          maxLength={1_000}
          value={description}
          error={wrong.description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <Autocomplete
          label={t('services.group')}
          description={t('services.groupHint')}
          data={groups}
          maxLength={100}
          value={group}
          error={wrong.group}
          onChange={setGroup}
        />
        <Radio.Group label={t('services.onPage')} value={onPage} onChange={(value) => setOnPage(choices.find((each) => each === value) ?? 'always')}>
          <Stack gap={6} mt={6}>
            {choices.map((each) => (
              <Radio key={each} value={each} label={tOf('services.onPage', each)} description={tOf('services.onPageHint', each)} />
            ))}
          </Stack>
        </Radio.Group>
        {unsaved && (
          <Alert color="amber" p="sm">
            <Text size="sm">{t('services.unsavedOrder')}</Text>
          </Alert>
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={put} body={body} disabled={body.name === ''} quiet={Object.keys(wrong).length > 0} may="registry">
            {t('save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}
