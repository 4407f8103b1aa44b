import { http, unwrap } from "./http";

export const readSession = () => unwrap(http.GET("/api/auth/session"));

export const signIn = (username: string, password: string) =>
  unwrap(http.POST("/api/auth/login", { body: { username, password } }));

export const signOut = () => unwrap(http.POST("/api/auth/logout"));

export const createFirstAdministrator = (token: string, username: string, password: string) =>
  unwrap(http.POST("/api/auth/setup", { body: { token, username, password } }));
