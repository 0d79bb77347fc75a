import { Head } from "../ui/parts.tsx"

export const Settings = () => <Head title="Settings" />
