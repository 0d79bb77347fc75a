import type { OpsMe, Permission } from "@tagwright/formats"
import { createContext } from "preact"
import { useContext } from "preact/hooks"

const nobody: OpsMe = { name: "", role: "viewer", permissions: [], csrf: "", site: "", environment: "", testMode: false }
export const MeContext = createContext(nobody)
export const useMe = (): OpsMe => useContext(MeContext)
/** Screens leave out what a role may not do; the server refuses it anyway. */
export const useMay = (permission: Permission): boolean => useMe().permissions.includes(permission)
