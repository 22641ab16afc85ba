@echo off
rem Starts calmdesk in a window that writes every character. Put a shortcut to this file on the desktop.
rem Without words it listens at the desk; with words they are calmdesk's own:  calmdesk.cmd doctor --lang fr
setlocal
title calmdesk

rem The window's own code page (850 in France) lacks some signs: 65001 is UTF-8.
chcp 65001 >nul
set "PYTHONUTF8=1"

rem Where calmdesk is: a virtual environment beside this file, then pipx's place, then the path.
set "CALMDESK_EXE=calmdesk"
if exist "%USERPROFILE%\.local\bin\calmdesk.exe" set "CALMDESK_EXE=%USERPROFILE%\.local\bin\calmdesk.exe"
if exist "%~dp0.venv\Scripts\calmdesk.exe" set "CALMDESK_EXE=%~dp0.venv\Scripts\calmdesk.exe"

where /q "%CALMDESK_EXE%" 2>nul
if errorlevel 1 if not exist "%CALMDESK_EXE%" (
    echo calmdesk n'est pas installe : voir docs\install.md
    echo calmdesk is not installed: see docs\install.md
    pause
    exit /b 9009
)

if "%~1"=="" (
    "%CALMDESK_EXE%" listen
) else (
    "%CALMDESK_EXE%" %*
)
set "CALMDESK_CODE=%errorlevel%"

rem The window stays when something was wrong, so that the message can be read.
if not "%CALMDESK_CODE%"=="0" pause
exit /b %CALMDESK_CODE%
