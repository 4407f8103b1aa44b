import { http, unwrap } from "./http";
import type { Session } from "./types";

export const readSession = () => unwrap<Session>(http.GET("/api/auth/session"));

export const signIn = (username: string, password: string) =>
  unwrap<Session>(http.POST("/api/auth/login", { body: { username, password } }));

export const signOut = () => unwrap<Session>(http.POST("/api/auth/logout"));

export const createFirstAdministrator = (token: string, username: string, password: string) =>
  unwrap<Session>(http.POST("/api/auth/setup", { body: { token, username, password } }));
